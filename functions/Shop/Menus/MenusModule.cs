using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Menus;

internal static class MenusModule
{
    public static IServiceCollection AddMenus(this IServiceCollection services) => services
        .AddSingleton<MenuBook>()
        .AddEffect<PublishMenu, PublishMenus>();
}
