using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Promotions;

internal static class PromotionsModule
{
    public static IServiceCollection AddPromotions(this IServiceCollection services) => services.AddSingleton<PromotionSet>().AddScoped<DiscountDesk>();
}
