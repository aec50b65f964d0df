using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.FlashSales;

internal static class FlashSalesModule
{
    public static IServiceCollection AddFlashSales(this IServiceCollection services) => services
        .AddSingleton<FlashSaleBook>()
        .AddSingleton<FlashSaleViews>()
        .AddSingleton<IPoolOwner, FlashSalePools>()
        .AddScoped<ISaleWay, FlashSaleWay>()
        .AddScoped<INoticeSource, FlashSaleNotices>()
        .AddDeadline<CloseFlashSale>()
        .AddDeadline<RemindReservers>()
        .AddEffect<PlaceReserved, RemindReservers>();
}
