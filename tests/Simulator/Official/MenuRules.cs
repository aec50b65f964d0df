using System.Text;
using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Official;

/// <summary>A button of the menu, at the top or below one.</summary>
internal sealed record MenuButton(
    string? Name = null,
    string? Type = null,
    string? Key = null,
    string? Url = null,
    string? MediaId = null,
    string? ArticleId = null,
    string? Appid = null,
    string? Pagepath = null,
    IReadOnlyList<MenuButton>? SubButton = null);

/// <summary>创建自定义菜单.</summary>
internal sealed record MenuCreate(IReadOnlyList<MenuButton>? Button = null);

/// <summary>What a menu must be: three buttons at the top, five below each, names of 16 and 60 bytes, and what each type needs.</summary>
internal static class MenuRules
{
    private const int MostButtons = 3;
    private const int MostSubButtons = 5;
    private const int LongestName = 16;
    private const int LongestSubName = 60;
    private const int LongestKey = 128;
    private const int LongestUrl = 1024;

    public static ApiAnswer? Check(MenuCreate menu) =>
        menu.Button is not { Count: >= 1 and <= MostButtons } ? ApiAnswer.Error(40016, "invalid button size")
        : menu.Button.Select(CheckTop).FirstOrDefault(error => error is not null);

    private static ApiAnswer? CheckTop(MenuButton button) =>
        !HasName(button, LongestName) ? ApiAnswer.Error(40018, "invalid button name size")
        : button.SubButton is not { Count: > 0 } below ? CheckAction(button, isSub: false)
        : below.Count > MostSubButtons ? ApiAnswer.Error(40023, "invalid sub button size")
        : below.Select(CheckSub).FirstOrDefault(error => error is not null);

    private static ApiAnswer? CheckSub(MenuButton button) =>
        !HasName(button, LongestSubName) ? ApiAnswer.Error(40025, "invalid sub button name size")
        : button.SubButton is { Count: > 0 } ? ApiAnswer.Error(40022, "invalid sub button level")
        : CheckAction(button, isSub: true);

    private static ApiAnswer? CheckAction(MenuButton button, bool isSub)
    {
        return button.Type switch
        {
            "click" or "scancode_push" or "scancode_waitmsg" or "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" or "location_select" =>
                Fits(button.Key, LongestKey) ? null : Error(40019, 40026, "button key size"),
            "view" => CheckUrl(),
            "miniprogram" => CheckUrl()
                ?? (string.IsNullOrEmpty(button.Appid) ? ApiAnswer.Error(40013, "invalid appid")
                    : string.IsNullOrEmpty(button.Pagepath) ? ApiAnswer.Error(40165, "invalid weapp pagepath")
                    : null),
            "media_id" or "view_limited" => string.IsNullOrEmpty(button.MediaId) ? ApiAnswer.Error(40007, "invalid media_id") : null,
            "article_id" or "article_view_limited" =>
                string.IsNullOrEmpty(button.ArticleId) ? ApiAnswer.Error(53600, "invalid article_id") : null,
            _ => Error(40017, 40024, "button type"),
        };

        ApiAnswer? CheckUrl() => Fits(button.Url, LongestUrl) ? null : Error(40020, 40027, "button url size");

        ApiAnswer Error(int top, int sub, string issue) => isSub ? ApiAnswer.Error(sub, $"invalid sub {issue}") : ApiAnswer.Error(top, $"invalid {issue}");
    }

    private static bool HasName(MenuButton button, int longest) => Fits(button.Name, longest);

    private static bool Fits(string? text, int bytes) => Encoding.UTF8.GetByteCount(text ?? "") is >= 1 and var length && length <= bytes;
}
