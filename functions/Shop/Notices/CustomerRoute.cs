using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Members;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Notices;

/// <summary>Customer-service messages (客服消息): to who wrote a while ago.</summary>
internal sealed class CustomerRoute(CustomerDesk desk, Profiles profiles) : INoticeRoute
{
    public NoticeRouteKind Kind => NoticeRouteKind.CustomerMessage;

    public bool IsSafeToRepeat => false;

    public async Task<(AppIdentity? To, NoticeReason Why)> FindAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var known = letter.Allowance.ByTemplate.Values.Select(p => p.To).Prepend(letter.Facts.Seen);
        var to = known.FirstOrDefault(i => i?.AppId == letter.Route.AppId)
            ?? (await profiles.ReadAsync(letter.MemberId, cancellation)).Identities.FirstOrDefault(i => i.AppId == letter.Route.AppId);
        return (to, to is null ? NoticeReason.NobodyKnown : NoticeReason.None);
    }

    public async Task<ApiAnswer<Sent>> SendAsync(AppIdentity to, NoticeLetter letter, CancellationToken cancellation) =>
        await desk.SendAsync(to, new CustomerMessage.Text(NoticeText.Fill(letter.Route.Text, letter.Facts.Values)), cancellation) switch
        {
            CustomerDelivery.Sent => new Sent(MsgId: null),
            CustomerDelivery.WindowClosed => new ApiFailure(ApiFailureKind.WindowClosed, 0, "the person wrote too long ago"),
            CustomerDelivery.Unknown => new ApiFailure(ApiFailureKind.TryAgain, 0, "no answer") { MayHaveHappened = true },
            CustomerDelivery.TryAgain => new ApiFailure(ApiFailureKind.TryAgain, 0, "not at this moment"),
            CustomerDelivery.Refused => new ApiFailure(ApiFailureKind.OurFault, 0, "WeChat does not take it"),
            var other => throw new InvalidOperationException($"There is no delivery {other}."),
        };
}
