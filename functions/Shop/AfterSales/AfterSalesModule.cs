using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.AfterSales;

internal static class AfterSalesModule
{
    public static IServiceCollection AddAfterSales(this IServiceCollection services) => services
        .AddChecked<AfterSaleOptions>("AfterSales", o => o.Faults())
        .AddDeadline<EndUnsentReturns>()
        .AddEffect<PlaceExchange, PlaceExchanges>();
}
