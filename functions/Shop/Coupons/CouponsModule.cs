using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Login;
using WeCommerce.Shop.Notices;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

internal static class CouponsModule
{
    public static IServiceCollection AddCoupons(this IServiceCollection services) => services
        .AddSingleton<CouponOffers>()
        .AddSingleton<CouponBook>()
        .AddSingleton<CouponNumbers>()
        .AddSingleton<CouponReminders>()
        .AddSingleton<CouponCounter>()
        .AddSingleton<CouponIssuer>()
        .AddScoped<INoticeSource, CouponNotices>()
        .AddEffect<CouponsAdded, AddCoupons>()
        .AddEffect<IssueCoupon, IssueCoupons>()
        .AddEffect<GiveBatch, GiveGrants>()
        .AddEffect<CouponsSettled, FollowOrders>()
        .AddEffect<MemberJoined, WelcomeNewcomers>()
        .AddDeadline<RemindOfCoupons>()
        .AddDeadline<StartGrants>();
}
