using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>
/// A member takes a coupon of an offer (领券): one commit records the claim, then one is counted for it. If that comes to no end here, the claim's effect
/// ends it. The same Idempotency-Key is the same coupon.
/// </summary>
internal sealed class ClaimCoupon(
    CouponOffers offers, CouponCounter counter, CouponIssuer issuer, Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    [Function(nameof(ClaimCoupon))]
    [Answer<Answer>(201, "The coupon; an Idempotency-Key makes it the same one when repeated")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/coupon-offers/{offerId}/claim")] HttpRequest http,
        string offerId,
        CancellationToken cancellation)
    {
        var key = http.OptionalIdempotencyKey();
        return key.Problem is { } problem
            ? Answers.Of(problem)
            : Answers.Of(await HandleAsync(http.Session().MemberId, offerId, key.Value, cancellation), StatusCodes.Status201Created);
    }

    private async Task<Result<Answer>> HandleAsync(MemberId member, string offerId, string key, CancellationToken cancellation)
    {
        if (!CouponOfferId.TryParse(offerId, out var id) || await offers.FindAsync(id, cancellation) is not { Channel: CouponChannel.Link } offer)
            return CouponProblems.OfferNotFound;

        // Gone is told before anything is written: a rush that comes too late costs next to nothing. What was claimed before stays claimed.
        var refused = !offer.IsOpen(time.GetUtcNow()) ? CouponProblems.NotOpen
            : await counter.IsGoneAsync(offer) ? CouponProblems.SoldOut
            : null;
        var claimed = refused is null ? await ClaimAsync(member, offer, key, cancellation) : await FindAsync(member, offer, key, refused, cancellation);
        if (claimed.Problem is not null)
            return claimed.Problem;

        return await issuer.TryIssueAsync(claimed.Value, cancellation) switch
        {
            { IsIssued: true } coupon => new Answer(CouponView.Of(coupon, time.GetUtcNow())),
            { Stage: CouponStage.Refused } => CouponProblems.SoldOut,
            _ => Problem.Busy(),
        };
    }

    private async Task<Result<CouponId>> FindAsync(MemberId member, CouponOffer offer, string key, Problem otherwise, CancellationToken cancellation)
    {
        if (key.Length == 0)
            return otherwise;

        var row = await partitions.ReadAsync(Tables.Of(member), CouponRows.ClaimsKeyOf(offer.OfferId), cancellation);
        return Claimed(row, key) is { } earlier ? earlier : otherwise;
    }

    private Task<Result<CouponId>> ClaimAsync(MemberId member, CouponOffer offer, string key, CancellationToken cancellation)
    {
        var partition = Tables.Of(member);
        var operation = Operation.Start(ids, time);
        var wakeUp = effects.WakeUpAsync(partition, operation, cancellation);
        return Backoff.DecideAsync<Result<CouponId>>(
            async () =>
            {
                var reading = partitions.ReadAsync(partition, CouponRows.ClaimsKeyOf(offer.OfferId), cancellation);
                await Task.WhenAll(wakeUp, reading);
                var row = await reading;
                if (Claimed(row, key) is { } earlier)
                    return new(IsFinal: true, earlier);
                var claims = CouponRows.ClaimsOf(row);
                if (claims.Count >= offer.PerMember)
                    return new(IsFinal: true, CouponProblems.LimitReached(offer.PerMember));

                var coupon = offer.Issue(CouponId.New(member, ids), time.GetUtcNow()) with { Stage = CouponStage.Asked };
                var commit = new Commit(partition, operation)
                    .Insert(CouponRows.Of(coupon))
                    .Put(CouponRows.Of(offer.OfferId, [.. claims, new Claim(coupon.CouponId, key)], row?.ETag))
                    .Effect(new IssueCoupon(coupon.CouponId));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, coupon.CouponId);
            },
            Problem.Busy(),
            time,
            cancellation);
    }

    private static CouponId? Claimed(Azure.Data.Tables.TableEntity? row, string key) =>
        key.Length > 0 ? CouponRows.ClaimsOf(row).FirstOrDefault(c => c.Key == key)?.CouponId : null;

    internal sealed record Answer(CouponView Coupon);
}

/// <summary>A claim is recorded: its coupon is to be issued, or there is none left.</summary>
internal sealed record IssueCoupon(CouponId CouponId);

internal sealed class IssueCoupons(CouponIssuer issuer) : IEffectHandler<IssueCoupon>
{
    public Task<EffectOutcome> DoAsync(IssueCoupon effect, EffectContext context, CancellationToken cancellation) => issuer.SettleAsync(effect.CouponId, cancellation);
}
