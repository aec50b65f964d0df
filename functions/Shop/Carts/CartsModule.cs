using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Erasures;

namespace WeCommerce.Shop.Carts;

internal static class CartsModule
{
    public static IServiceCollection AddCarts(this IServiceCollection services) => services.AddSingleton<Cart>().AddSingleton<CartViews>().AddForgetful<ForgetCart>();
}
