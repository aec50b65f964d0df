using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Erasures;

internal static class ErasuresModule
{
    public static IServiceCollection AddErasures(this IServiceCollection services) => services
        .AddScoped<ErasePersons>()
        .AddPush<TakeInfoModified>()
        .AddPush<TakeAuthorizationRevoked>()
        .AddPush<TakeAuthorizationCancelled>();

    /// <summary>Says that a noun keeps something of persons, and how it forgets it.</summary>
    public static IServiceCollection AddForgetful<TNoun>(this IServiceCollection services)
        where TNoun : class, IForgetful =>
        services.AddScoped<IForgetful, TNoun>();
}
