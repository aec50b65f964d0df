using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Carts;

internal static class CartsModule
{
    public static IServiceCollection AddCarts(this IServiceCollection services) => services.AddSingleton<Cart>().AddSingleton<CartViews>();
}
