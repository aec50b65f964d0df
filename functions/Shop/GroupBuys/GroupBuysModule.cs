using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

internal static class GroupBuysModule
{
    public static IServiceCollection AddGroupBuys(this IServiceCollection services) => services
        .AddSingleton<GroupBuyActivities>()
        .AddSingleton<GroupBook>()
        .AddSingleton<GroupList>()
        .AddSingleton<IPoolOwner, GroupBuyPools>()
        .AddScoped<ISaleWay, GroupBuyWay>()
        .AddScoped<INoticeSource, GroupNotices>()
        .AddEffect<SeatPaid, TakeSeat>()
        .AddEffect<SeatFreed, TakeSeat>()
        .AddEffect<GroupDecided, SettleGroup>()
        .AddEffect<GroupChanged, ListGroup>()
        .AddDeadline<ExpireGroups>()
        .AddDeadline<RemindGroup>()
        .AddDeadline<EndActivity>()
        .AddForgetful<ForgetFaces>();
}
