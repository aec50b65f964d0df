using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Erasures;

namespace WeCommerce.Shop.Members;

internal static class MembersModule
{
    public static IServiceCollection AddMembers(this IServiceCollection services) =>
        services.AddSingleton<Profiles>().AddSingleton<AddressBook>().AddForgetful<ForgetProfile>().AddForgetful<ForgetAddresses>();
}
