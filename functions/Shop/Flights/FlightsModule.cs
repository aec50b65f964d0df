using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Flights;

internal static class FlightsModule
{
    public static IServiceCollection AddFlights(this IServiceCollection services) => services
        .AddSingleton<FlightRecorder>()
        .AddHostedService(static s => s.GetRequiredService<FlightRecorder>())
        .AddSingleton<FlightListener>()
        .AddHostedService(static s => s.GetRequiredService<FlightListener>())
        .AddSingleton<NotifyLog>();
}
