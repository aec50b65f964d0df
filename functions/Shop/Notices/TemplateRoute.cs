using WeCommerce.Shop.Followers;
using WeCommerce.Shop.Members;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Notices;

/// <summary>Template messages of an official account (模板消息): to who follows it.</summary>
internal sealed class TemplateRoute(IMessages messages, FollowerBook followers) : INoticeRoute
{
    public NoticeRouteKind Kind => NoticeRouteKind.TemplateMessage;

    // By the client_msg_id WeChat sends it once.
    public bool IsSafeToRepeat => true;

    public async Task<(AppIdentity? To, NoticeReason Why)> FindAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var followed = await followers.FindFollowedAsync(letter.MemberId, letter.Route.AppId, cancellation);
        return (followed, followed is null ? NoticeReason.NotFollowing : NoticeReason.None);
    }

    public Task<ApiAnswer<Sent>> SendAsync(AppIdentity to, NoticeLetter letter, CancellationToken cancellation) => messages.SendTemplateAsync(
        to.AppId,
        new TemplateMessage(to.OpenId.Value, letter.Route.TemplateId, letter.Fields, letter.Id)
        {
            MiniProgram = letter is { Route.PageAppId: { Length: > 0 } app, Page: { } page } ? (app, page) : null,
        },
        cancellation);
}
