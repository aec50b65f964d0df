using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Catalog;

internal static class CatalogModule
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services.AddSingleton<Catalogue>();
}
