using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Notices;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

internal static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services) => services
        .AddChecked<OrderOptions>("Orders", o => o.Faults())
        .AddSingleton<OrderBook>()
        .AddScoped<QuoteDesk>()
        .AddSingleton<OrderPlacement>()
        .AddSingleton<OrderList>()
        .AddScoped<INoticeSource, OrderNotices>()
        .AddEffect<OrderChanged, ListOrder>();
}
