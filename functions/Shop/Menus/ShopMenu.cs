using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.Shop.Menus;

/// <summary>What a tap on a button does.</summary>
internal enum ButtonKind
{
    /// <summary>点击: the rule of replies for its key is looked for.</summary>
    Click,

    /// <summary>网页: opens a page.</summary>
    View,

    /// <summary>小程序: opens a mini-program.</summary>
    MiniProgram,
}

/// <summary>How far a menu is.</summary>
internal enum MenuStatus
{
    /// <summary>WeChat is to be told; that it does not answer changes nothing about it.</summary>
    Publishing,

    /// <summary>Followers see it, within a day at the latest.</summary>
    Published,

    /// <summary>WeChat does not take it: followers see the one before. It is tried again when it is put in again.</summary>
    Refused,
}

/// <summary>A button of the menu.</summary>
/// <param name="Kind">Absent where there are buttons below.</param>
/// <param name="Key">Of Click.</param>
/// <param name="Url">Of View; of MiniProgram for phones that are too old for it.</param>
/// <param name="AppId">Of MiniProgram.</param>
internal sealed record ShopButton(
    string Name, ButtonKind? Kind, string? Key, string? Url, string? AppId, string? PagePath, IReadOnlyList<LowerButton> Below)
{
    public MenuButton ToButton() => new(Name, LowerButton.ActionOf(Kind, Key, Url, AppId, PagePath), [.. Below.Select(b => b.ToButton())]);
}

/// <summary>A button below another one; members as of <see cref="ShopButton"/>.</summary>
internal sealed record LowerButton(string Name, ButtonKind? Kind, string? Key, string? Url, string? AppId, string? PagePath)
{
    public MenuButton ToButton() => new(Name, ActionOf(Kind, Key, Url, AppId, PagePath), []);

    public static MenuAction? ActionOf(ButtonKind? kind, string? key, string? url, string? appId, string? pagePath) =>
        kind is { } known ? ActionOf(known, key, url, appId, pagePath) : null;

    private static MenuAction ActionOf(ButtonKind kind, string? key, string? url, string? appId, string? pagePath) => kind switch
    {
        ButtonKind.Click => new MenuAction.Click(key ?? ""),
        ButtonKind.View => new MenuAction.View(url ?? ""),
        ButtonKind.MiniProgram => new MenuAction.MiniProgram(appId ?? "", pagePath ?? "", url ?? ""),
    };
}

/// <summary>An official account's menu (自定义菜单), and how far it is.</summary>
/// <param name="Buttons">None to have no menu.</param>
/// <param name="At">When it was put in, published or refused.</param>
/// <param name="ErrCode">Why WeChat refused it (全局返回码).</param>
/// <param name="ErrMsg">WeChat's words for it.</param>
internal sealed record ShopMenu(
    string App, IReadOnlyList<ShopButton> Buttons, MenuStatus Status, DateTimeOffset At, long? ErrCode = null, string? ErrMsg = null)
{
    public Menu ToMenu() => new([.. Buttons.Select(b => b.ToButton())]);
}
