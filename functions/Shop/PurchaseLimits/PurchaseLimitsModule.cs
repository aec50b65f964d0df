using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Storage;

namespace WeCommerce.Shop.PurchaseLimits;

internal static class PurchaseLimitsModule
{
    public static IServiceCollection AddPurchaseLimits(this IServiceCollection services) => services.AddEffect<LimitFreed, FreeLimits>();
}
