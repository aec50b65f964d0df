using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Deadlines;

internal static class DeadlinesModule
{
    public static IServiceCollection AddDeadlines(this IServiceCollection services) => services
        .AddSingleton<DeadlineBook>()
        .AddSingleton<DeadlineCursor>()
        .AddSingleton<DeadlineRunner>()
        .AddEffect<SetDeadline, SetDeadlines>();

    /// <summary>Says who meets the deadlines of one kind.</summary>
    public static IServiceCollection AddDeadline<THandler>(this IServiceCollection services)
        where THandler : class, IDeadlineHandler =>
        services.AddScoped<IDeadlineHandler, THandler>();
}
