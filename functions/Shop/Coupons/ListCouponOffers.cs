using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>The offers of which coupons can be claimed now (领券中心), and how this member stands with each.</summary>
internal sealed class ListCouponOffers(CouponOffers offers, CouponCounter counter, Partitions partitions, TimeProvider time)
{
    [Function(nameof(ListCouponOffers))]
    [Answer<Page<Item>>(200, "Offers to claim from, the soonest to end first")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/coupon-offers")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session().MemberId, cancellation));

    private async Task<Result<Page<Item>>> HandleAsync(MemberId member, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var open = (await offers.GetAsync(cancellation)).All.Where(o => o.Channel == CouponChannel.Link && o.IsOpen(now)).OrderBy(o => o.ClaimUntil).ToList();
        if (open.Count == 0)
            return new Page<Item>([]);

        var rows = await partitions.ReadRangeAsync(Tables.Of(member), CouponRows.FirstClaims, CouponRows.EndClaims, cancellation: cancellation);
        var claimed = rows.ToDictionary(CouponRows.OfferOf, r => CouponRows.ClaimsOf(r).Count, StringComparer.Ordinal);
        var left = await Task.WhenAll(open.Select(counter.LeftAsync));
        return new Page<Item>([.. open.Select((offer, n) => Item.Of(offer, claimed.GetValueOrDefault(offer.OfferId.Value), left[n]))]);
    }

    /// <param name="Claimed">How many the member has claimed.</param>
    /// <param name="Left">How many are left for all; a few seconds old at most.</param>
    /// <param name="CanClaim">Whether the member can claim one now.</param>
    internal sealed record Item(CouponOfferView Offer, int Claimed, int Left, bool CanClaim)
    {
        public static Item Of(CouponOffer offer, int claimed, int left) => new(CouponOfferView.Of(offer), claimed, left, claimed < offer.PerMember && left > 0);
    }
}
