using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;

namespace WeCommerce.Shop.Poison;

internal static class PoisonModule
{
    public static IServiceCollection AddPoison(this IServiceCollection services) =>
        services.AddSingleton<PoisonBook>().AddDeadline<LookForUnfiledPoison>();
}
