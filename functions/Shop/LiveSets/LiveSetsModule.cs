using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.LiveSets;

internal static class LiveSetsModule
{
    public static IServiceCollection AddLiveSets(this IServiceCollection services) => services.AddSingleton<LiveSetTools>();
}
