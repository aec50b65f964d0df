using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Pushes;

internal static class PushesModule
{
    public static IServiceCollection AddPushes(this IServiceCollection services) => services
        .AddChecked<PushOptions>("Pushes", o => o.Faults())
        .AddSingleton<PushApps>()
        .AddSingleton<PushBook>()
        .AddEffect<PushTaken, HandlePushes>();

    /// <summary>Says what takes pushes of one kind.</summary>
    public static IServiceCollection AddPush<THandler>(this IServiceCollection services)
        where THandler : class, IPushHandler =>
        services.AddScoped<IPushHandler, THandler>();
}
