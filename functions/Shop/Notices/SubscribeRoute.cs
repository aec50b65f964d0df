using WeCommerce.Shop.Members;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Notices;

/// <summary>Subscribe messages (订阅消息): to who gave a permission for the template.</summary>
internal sealed class SubscribeRoute(IMessages messages) : INoticeRoute
{
    public NoticeRouteKind Kind => NoticeRouteKind.SubscribeMessage;

    public bool IsSafeToRepeat => false;

    public Task<(AppIdentity? To, NoticeReason Why)> FindAsync(NoticeLetter letter, CancellationToken cancellation) =>
        Task.FromResult(letter.Allowance.Of(letter.Route.TemplateId).To is { } to && to.AppId == letter.Route.AppId
            ? ((AppIdentity?)to, NoticeReason.None)
            : (null, NoticeReason.NoPermission));

    public Task<ApiAnswer<Sent>> SendAsync(AppIdentity to, NoticeLetter letter, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in letter.Fields)
        {
            if (SubscribeFields.KindOf(key) is not { } kind || SubscribeFields.Fit(kind, text) is not { } fitted)
                return Task.FromResult<ApiAnswer<Sent>>(new ApiFailure(ApiFailureKind.ValueRefused, 0, $"{key} takes nothing of what it should say"));

            values[key] = fitted;
        }
        return messages.SendSubscribeAsync(to.AppId, new SubscribeMessage(to.OpenId.Value, letter.Route.TemplateId, letter.Page, values), cancellation);
    }
}
