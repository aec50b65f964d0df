using WeCommerce.Shop.Login;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>Gives who has logged in for the first time one coupon of each offer for newcomers (新人券), a second or so later.</summary>
internal sealed class WelcomeNewcomers(CouponOffers offers, CouponIssuer issuer, TimeProvider time) : IEffectHandler<MemberJoined>
{
    public async Task<EffectOutcome> DoAsync(MemberJoined effect, EffectContext context, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var offer in (await offers.GetAsync(cancellation)).All.Where(o => o.Channel == CouponChannel.Newcomer && o.IsOpen(now)))
            await issuer.GiveAsync(offer, CouponId.Of(effect.MemberId, effect.At, $"newcomer {offer.OfferId}"), cancellation);
        return EffectOutcome.Done;
    }
}
