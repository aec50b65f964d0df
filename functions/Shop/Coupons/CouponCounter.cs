using WeCommerce.Shop.Members;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>How many coupons of an offer are left: counted as stock is, so that a rush is a few transactions and never one coupon too many.</summary>
internal sealed class CouponCounter(StockRoom stock)
{
    /// <summary>Whether there is certainly none left. Costs nothing while there seem to be some.</summary>
    public Task<bool> IsGoneAsync(CouponOffer offer) => stock.IsShortAsync(offer.Place, 1);

    /// <summary>Takes one, once for each coupon; false when none is left.</summary>
    public async Task<bool> TakeAsync(CouponOfferId offer, CouponId coupon) =>
        (await stock.ChangeAsync(CouponOffer.PlaceOf(offer), coupon.Value, -1, "发券", coupon.MemberId)).Done;

    /// <summary>Puts back the one that was taken for a coupon.</summary>
    public Task PutBackAsync(CouponOfferId offer, CouponId coupon) => stock.ChangeAsync(CouponOffer.PlaceOf(offer), $"{coupon}-back", 1, "未发出", coupon.MemberId);

    /// <summary>Adds to an offer's quantity, once for each addition.</summary>
    public Task AddAsync(CouponsAdded added) =>
        stock.ChangeAsync(CouponOffer.PlaceOf(added.OfferId), $"addition-{added.Addition}", added.Pieces, "增加数量", added.By);

    public Task<int> LeftAsync(CouponOffer offer) => stock.AvailableAsync(offer.Place);
}

/// <summary>An offer's quantity grew: so many more can be issued.</summary>
/// <param name="Addition">Which one: what makes it happen once.</param>
internal sealed record CouponsAdded(CouponOfferId OfferId, int Addition, int Pieces, MemberId By);

internal sealed class AddCoupons(CouponCounter counter) : IEffectHandler<CouponsAdded>
{
    public async Task<EffectOutcome> DoAsync(CouponsAdded effect, EffectContext context, CancellationToken cancellation)
    {
        await counter.AddAsync(effect);
        return EffectOutcome.Done;
    }
}
