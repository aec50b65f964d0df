using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Watches;

internal static class WatchesModule
{
    public static IServiceCollection AddWatches(this IServiceCollection services) => services
        .AddScoped<INoticeSource, WatchNotices>()
        .AddEffect<WatchChanged, ListWatchers>()
        .AddEffect<PriceFell, TellWatchers>()
        .AddEffect<StockCame, TellWatchers>()
        .AddDeadline<TellWatchers>()
        .AddScoped<KeepWatch>()
        .AddForgetful<ForgetWatches>();
}
