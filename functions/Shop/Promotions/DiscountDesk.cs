using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>Lets come off an order what the shop's rules and the member's coupons take off. Without coupons it costs no storage calls.</summary>
internal sealed class DiscountDesk(PromotionSet promotions, CouponBook coupons)
{
    /// <summary>A member with more coupons than this is advised about those that end first.</summary>
    private const int MostAdvised = 50;

    public async Task<Result<Quote>> TakeOffAsync(Quote quote, Basket basket, MemberId member, IReadOnlyList<string> couponIds, CancellationToken cancellation)
    {
        if (!quote.Terms.TakesDiscounts)
            return couponIds.Count == 0 ? quote : CouponProblems.TakesNoCoupons;

        var stored = await ReadAsync(member, couponIds, quote.MerchantId, cancellation);
        if (stored.Problem is { } problem)
            return problem;

        var rules = (await promotions.GetAsync(cancellation)).Running(quote.MerchantId, quote.At);
        return CouponPricing.PriceWith(basket, rules, [.. stored.Value.Select(c => c.Coupon)], quote.At).Map(price => quote with
        {
            Lines = [.. quote.Lines.Select((line, n) => line with { DiscountFen = (line.PriceFen * line.Quantity) - price.LinesFen[n] })],
            FreightFen = price.FreightFen,
            Discounts = price.Discounts,
            Claims = stored.Value.Count == 0 ? quote.Claims : [.. quote.Claims, new CouponClaim(stored.Value, coupons)],
        });
    }

    /// <summary>What the member's coupons would do to this basket.</summary>
    public async Task<CouponAdvice> AdviseAsync(Quote quote, Basket basket, MemberId member, CancellationToken cancellation)
    {
        if (!quote.Terms.TakesDiscounts)
            return new([], null);

        var unused = (await coupons.ReadAllAsync(member, cancellation))
            .Where(c => c.StatusAt(quote.At) == CouponStatus.Unused && c.MerchantId == quote.MerchantId)
            .OrderBy(c => c.ValidUntil)
            .Take(MostAdvised)
            .ToList();
        return CouponPricing.Advise(basket, (await promotions.GetAsync(cancellation)).Running(quote.MerchantId, quote.At), unused, quote.At);
    }

    private async Task<Result<IReadOnlyList<StoredCoupon>>> ReadAsync(MemberId member, IReadOnlyList<string> couponIds, string merchantId, CancellationToken cancellation)
    {
        var stored = await Task.WhenAll(couponIds.Select(async text =>
            CouponId.TryParse(text, out var id) && id.MemberId == member ? await coupons.ReadAsync(id, cancellation) : null));
        var unknown = Array.FindIndex(stored, c => c is not { Coupon.IsIssued: true } || c.Coupon.MerchantId != merchantId);
        return unknown < 0 ? stored.OfType<StoredCoupon>().ToArray() : CouponProblems.NotTheirs(unknown);
    }
}
