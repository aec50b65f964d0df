using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Http;

internal static class HttpModule
{
    public static IServiceCollection AddHttp(this IServiceCollection services) => services
        .AddChecked<SessionOptions>("Sessions", o => o.Faults())
        .AddChecked<OperatorOptions>("Operators", _ => [])
        .AddChecked<LimitOptions>("Limits", o => o.Faults())
        .AddChecked<DiagnosticOptions>("Diagnostics", _ => [])
        .AddSingleton<SessionTokens>();
}
