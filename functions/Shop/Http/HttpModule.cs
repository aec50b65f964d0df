using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeCommerce.Shop.Http;

internal static class HttpModule
{
    /// <summary>What tells every request's whole address: in that of a push WeChat says who it is about.</summary>
    public const string AddressLogs = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static IServiceCollection AddHttp(this IServiceCollection services) => services
        .AddChecked<SessionOptions>("Sessions", o => o.Faults())
        .AddChecked<OperatorOptions>("Operators", _ => [])
        .AddChecked<LimitOptions>("Limits", o => o.Faults())
        .AddChecked<DiagnosticOptions>("Diagnostics", _ => [])
        .AddLogging(static l => l.AddFilter(AddressLogs, LogLevel.Warning))
        .AddSingleton<SessionTokens>();
}
