using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Members;

internal static class MembersModule
{
    public static IServiceCollection AddMembers(this IServiceCollection services) =>
        services
            .AddSingleton<Profiles>()
            .AddSingleton<AddressBook>()
            .AddEffect<PictureChanged, PortraitChecks>()
            .AddPush<TakeMediaVerdict>()
            .AddForgetful<ForgetProfile>()
            .AddForgetful<ForgetAddresses>();
}
