using System.Text;

namespace WeCommerce.WeChat.OfficialAccount;

/// <summary>What WeChat takes as a menu.</summary>
public static class MenuRules
{
    private const int MostInARow = 3;
    private const int MostBelow = 5;

    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Fault(Menu menu)
    {
        if (menu.Buttons.Count is 0 or > MostInARow)
            return "A menu has 1 to 3 buttons.";
        foreach (var button in menu.Buttons)
        {
            if (ButtonFault(button, mostOfAName: 16) is { } fault)
                return fault;
            if (button.Below.Count > MostBelow)
                return $"{button.Name} has more than 5 buttons below it.";
            if (button.Action is null == (button.Below.Count == 0))
                return $"{button.Name} needs an action, or buttons below it, and not both.";
            foreach (var below in button.Below)
            {
                if (below.Action is null || below.Below.Count > 0)
                    return $"{below.Name} needs an action, and has nothing below it.";
                if (ButtonFault(below, mostOfAName: 60) is { } belowFault)
                    return belowFault;
            }
        }
        return null;
    }

    private static string? ButtonFault(MenuButton button, int mostOfAName) =>
        Bytes(button.Name) is 0 || Bytes(button.Name) > mostOfAName ? $"A name has 1 to {mostOfAName} bytes: {button.Name}."
        : button.Action switch
        {
            MenuAction.Click { Key: var key } when Bytes(key) is 0 or > 128 => $"{button.Name}: a key has 1 to 128 bytes.",
            MenuAction.View { Url: var url } when !IsUrl(url) => $"{button.Name}: the address is none.",
            MenuAction.MiniProgram { AppId.Length: 0 } => $"{button.Name}: the mini-program's AppId is missing.",
            MenuAction.MiniProgram { PagePath.Length: 0 } => $"{button.Name}: the mini-program's page is missing.",
            MenuAction.MiniProgram { Url: var url } when !IsUrl(url) => $"{button.Name}: old phones need an address.",
            _ => null,
        };

    private static bool IsUrl(string url) => Bytes(url) <= 1024 && WeChatHttp.IsWebAddress(url);

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
