using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Posters;

internal static class PostersModule
{
    public static IServiceCollection AddPosters(this IServiceCollection services)
    {
        // What an operator put in leads where it says, and nowhere else.
        services.AddHttpClient(ProductPictures.Client).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        return services.AddSingleton<ProductPictures>().AddSingleton<PosterPainter>();
    }
}
