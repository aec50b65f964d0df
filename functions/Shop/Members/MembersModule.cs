using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Addresses;

namespace WeCommerce.Shop.Members;

internal static class MembersModule
{
    public static IServiceCollection AddMembers(this IServiceCollection services) =>
        services.AddSingleton<Profiles>().AddSingleton<AddressBook>();
}
