using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Login;

internal static class LoginModule
{
    public static IServiceCollection AddLogin(this IServiceCollection services) =>
        services.AddSingleton<Identities>().AddEffect<ProfileChanged, CopyProfile>();
}
