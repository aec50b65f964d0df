using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.OfficialAccount;

/// <summary>What a shop asks of an official account's server API. Expected failures are values; only the caller's own token throws.</summary>
public interface IOfficialAccount
{
    /// <summary>获取用户基本信息 (user/info): whether somebody follows, and who they are elsewhere.</summary>
    /// <param name="appId">The official account.</param>
    /// <param name="openId">As known to it.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Follower>> FindFollowerAsync(string appId, string openId, CancellationToken ct);

    /// <summary>创建自定义菜单 (menu/create): in place of the one before.</summary>
    /// <param name="appId">The official account.</param>
    /// <param name="menu">Within <see cref="MenuRules"/>.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Done>> PutMenuAsync(string appId, Menu menu, CancellationToken ct);

    /// <summary>删除自定义菜单 (menu/delete).</summary>
    /// <param name="appId">The official account.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Done>> DropMenuAsync(string appId, CancellationToken ct);
}

/// <summary>Somebody whom an official account may know.</summary>
/// <param name="UnionId">Null without an Open Platform account, and of those who do not follow.</param>
public sealed record Follower(bool Follows, string? UnionId)
{
    /// <summary>Prints nothing of the person.</summary>
    public override string ToString() => nameof(Follower);
}

/// <summary>WeChat did what was asked.</summary>
public sealed record Done;

/// <summary>A menu (自定义菜单): at most three buttons.</summary>
public sealed record Menu(IReadOnlyList<MenuButton> Buttons);

/// <summary>A button: what happens on a tap, or at most five buttons below it.</summary>
/// <param name="Name">At most 16 bytes in the first row, 60 below.</param>
/// <param name="Action">Null where there are buttons below.</param>
public sealed record MenuButton(string Name, MenuAction? Action, IReadOnlyList<MenuButton> Below);

/// <summary>What a tap does.</summary>
public abstract record MenuAction
{
    private MenuAction()
    {
    }

    /// <summary>click: pushes the key, at most 128 bytes.</summary>
    public sealed record Click(string Key) : MenuAction;

    /// <summary>view: opens a page, at most 1,024 bytes.</summary>
    public sealed record View(string Url) : MenuAction;

    /// <summary>miniprogram: opens a mini-program; old phones open the address.</summary>
    public sealed record MiniProgram(string AppId, string PagePath, string Url) : MenuAction;
}
