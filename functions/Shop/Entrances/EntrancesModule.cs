using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

internal static class EntrancesModule
{
    public static IServiceCollection AddEntrances(this IServiceCollection services) => services
        .AddChecked<EntranceOptions>("Entrances", o => o.Faults())
        .AddSingleton<EntranceSet>()
        .AddSingleton<EntranceNumbers>()
        .AddSingleton<ShareTokens>()
        .AddSingleton<PosterBook>()
        .AddSingleton<TouchBook>()
        .AddSingleton<ScanCount>()
        .AddEffect<MakeEntrance, MakeEntrances>()
        .AddEffect<Visited, CountArrivals>()
        .AddEffect<NewcomerArrived, CountArrivals>()
        .AddEffect<SaleMade, AttributeSales>()
        .AddDeadline<TellEntranceEnds>()
        .AddForgetful<ForgetArrivals>();
}
