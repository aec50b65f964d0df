using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Platform;

internal static class PlatformModule
{
    public static IServiceCollection AddPlatform(this IServiceCollection services) => services.AddSingleton<IAccessTokenStore, TokenRows>().AddSingleton<ShopApps>();
}
