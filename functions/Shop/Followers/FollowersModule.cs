using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Followers;

internal static class FollowersModule
{
    public static IServiceCollection AddFollowers(this IServiceCollection services) => services
        .AddSingleton<FollowerBook>()
        .AddSingleton<FollowerWelcome>()
        .AddForgetful<ForgetFollower>()
        .AddPush<TakeFollow>()
        .AddPush<TakeUnfollow>();
}
