using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Poison;

internal static class PoisonModule
{
    public static IServiceCollection AddPoison(this IServiceCollection services) => services.AddSingleton<PoisonBook>();
}
