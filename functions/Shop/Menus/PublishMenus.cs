using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.Shop.Menus;

/// <summary>A menu was put in: WeChat has to be told.</summary>
internal sealed record PublishMenu(string App);

/// <summary>
/// Tells WeChat the menu (创建自定义菜单), for as long as WeChat is down. What WeChat refuses is shown to operators and not tried again: it is the menu, or
/// the settings, that must change.
/// </summary>
internal sealed class PublishMenus(MenuBook book, PushApps apps, IOfficialAccount accounts, TimeProvider time) : IEffectHandler<PublishMenu>
{
    private const int MostMenus = 5;

    public async Task<EffectOutcome> DoAsync(PublishMenu effect, EffectContext context, CancellationToken cancellation)
    {
        // An account that is taken out of the settings has no menu of the shop's any more.
        if (apps.Find(effect.App) is not { IsOfficial: true } account || await book.ReadAsync(effect.App, cancellation) is not { Menu.Status: MenuStatus.Publishing } stored)
            return EffectOutcome.Done;

        // Of two who tell WeChat at once, the one whose call comes last may have the older menu: so who finds another one afterwards tells that, too.
        for (var n = 0; n < MostMenus; n++)
        {
            var answer = stored.Menu.Buttons.Count == 0
                ? await accounts.DropMenuAsync(account.AppId, cancellation)
                : await accounts.PutMenuAsync(account.AppId, stored.Menu.ToMenu(), cancellation);
            if (!answer.TryGet(out _, out var failure) && failure.MayPass)
                return EffectOutcome.Later();

            var settled = failure is null
                ? stored.Menu with { Status = MenuStatus.Published, At = time.GetUtcNow() }
                : stored.Menu with { Status = MenuStatus.Refused, At = time.GetUtcNow(), ErrCode = failure.ErrCode, ErrMsg = failure.ErrMsg };
            if (await book.SettleAsync(stored, settled, cancellation))
                return EffectOutcome.Done;
            stored = await book.ReadAsync(effect.App, cancellation) ?? stored;
        }
        return EffectOutcome.Later();
    }
}
