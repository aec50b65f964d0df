using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Login;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.Shop.Followers;

/// <summary>
/// Asks WeChat who a new follower is. With a UnionId they are the member that the shop's other apps know, or become one, and get the rule's coupon: once
/// for ever for each member and offer. Without one (the account is bound to no Open Platform account) they are welcomed, and no more.
/// </summary>
internal sealed partial class FollowerWelcome(
    IOfficialAccount accounts,
    Identities identities,
    Profiles profiles,
    CouponOffers offers,
    CouponIssuer issuer,
    Partitions partitions,
    Ids ids,
    TimeProvider time,
    ILogger<FollowerWelcome> logger)
{
    /// <summary>For how long WeChat is asked: what it refuses for a day is refused for good.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <exception cref="TimeoutException">WeChat does not say who it is at this moment.</exception>
    public async Task JoinAsync(AppIdentity person, Push push, CancellationToken cancellation)
    {
        var answer = await accounts.FindFollowerAsync(person.AppId, person.OpenId.Value, cancellation);
        if (!answer.TryGet(out var known, out var failure))
        {
            if (time.GetUtcNow() - push.At < Patience)
                throw new TimeoutException($"WeChat does not say who follows: {failure.Kind} {failure.ErrCode}.");
            Unknown(person.AppId, failure.Kind, failure.ErrCode);
            return;
        }
        if (known is not { Follows: true, UnionId: { Length: > 0 } unionId })
            return;

        var arrival = new Arrival(Scene: null, Occasion.SceneOf(push.Message["EventKey"]), Referrer: null);
        var member = (await identities.FindOrMakeAsync(person, unionId, arrival, cancellation)).Member.MemberId;
        await RememberAsync(member, person, cancellation);
        if (push.Choice?.CouponOfferId is { } offer)
            await GiveAsync(member, offer, cancellation);
    }

    private async Task RememberAsync(MemberId member, AppIdentity person, CancellationToken cancellation)
    {
        if ((await profiles.ReadAsync(member, cancellation)).Identities.Contains(person))
            return;
        if (await profiles.ChangeAsync(member, p => p.SeenAs(person), cancellation) is null)
            throw new TimeoutException($"Others write the profile of {member} all the time.");
    }

    private async Task GiveAsync(MemberId member, CouponOfferId offerId, CancellationToken cancellation)
    {
        if (await offers.FindAsync(offerId, cancellation) is not { Channel: CouponChannel.Follow } offer || !offer.IsOpen(time.GetUtcNow()))
            return;

        await issuer.GiveAsync(offer, CouponId.Of(member, await FirstAsync(member, offerId, cancellation), $"follow {offerId}"), cancellation);
    }

    /// <summary>When the member was to be given this coupon first: it is part of its id, so that there is only one however often they follow.</summary>
    private async Task<DateTimeOffset> FirstAsync(MemberId member, CouponOfferId offer, CancellationToken cancellation)
    {
        var (partition, key, now) = (Tables.Of(member), $"welcome!{offer}", time.GetUtcNow());
        if (await partitions.ReadAsync(partition, key, cancellation) is { } before)
            return before.GetDateTimeOffset("At") ?? default;

        var row = Rows.New(key);
        row["At"] = now;
        if ((await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Insert(row), cancellation)).Landed)
            return now;
        var winner = await partitions.ReadAsync(partition, key, cancellation);
        return winner?.GetDateTimeOffset("At") ?? throw new InvalidOperationException("A welcome that was there is gone.");
    }

    [LoggerMessage(8101, LogLevel.Warning, "WeChat did not say who follows {AppId} for a day ({Kind} {ErrCode}): the follower gets no coupon")]
    private partial void Unknown(string appId, ApiFailureKind kind, long errCode);
}
