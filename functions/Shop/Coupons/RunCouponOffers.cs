using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Coupons;

/// <summary>All offers, by id, and what became of their coupons.</summary>
internal sealed class RunCouponOffers(CouponOffers offers, CouponCounter counter, CouponNumbers numbers)
{
    [Function("ListAllCouponOffers")]
    [Operator]
    [Answer<Page<Item>>(200, "The offers with their numbers; one on an unpaid order is counted within a minute", Query = "next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/coupon-offers")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<Item>>> HandleAsync(string next, CancellationToken cancellation)
    {
        if (next.Length > 0 && !CatalogId.Looks(next))
            return Problem.Malformed("next", "Not a value that this list gave.");

        var from = (await offers.ReadAsync(cancellation)).All.Where(o => string.CompareOrdinal(o.OfferId.Value, next) >= 0).ToList();
        var page = Paging.Cut(from, isRare: false, static _ => true, o => o.OfferId.Value);
        return new Page<Item>(await Task.WhenAll(page.Items.Select(o => ItemOfAsync(o, cancellation))), page.Next);
    }

    private async Task<Item> ItemOfAsync(CouponOffer offer, CancellationToken cancellation)
    {
        var (left, sums) = (counter.LeftAsync(offer), numbers.ReadAsync(offer.OfferId, cancellation));
        await Task.WhenAll(left, sums);
        return new Item(CouponOfferView.Of(offer), offer.Quantity - await left, await left, (await sums).InUse, (await sums).Used, (await sums).DiscountFen);
    }

    /// <param name="Issued">Coupons that members have or had.</param>
    /// <param name="InUse">On unpaid orders.</param>
    /// <param name="DiscountFen">What came off paid orders for them.</param>
    internal sealed record Item(CouponOfferView Offer, int Issued, int Left, int InUse, int Used, Fen DiscountFen);
}
