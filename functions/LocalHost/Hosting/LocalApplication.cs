using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeCommerce.LocalHost.Admin;
using WeCommerce.LocalHost.EventGrid;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Http;
using WeCommerce.LocalHost.Queues;
using WeCommerce.LocalHost.Settings;
using WeCommerce.LocalHost.Timers;

namespace WeCommerce.LocalHost;

/// <summary>A function app as a web application: what goes into it, and how it is put together.</summary>
internal static class LocalApplication
{
    public static WebApplicationBuilder CreateBuilder(
        string[] args, IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
        var port = LocalSettings.AddTo(builder.Configuration);
        if (!IsAddressConfigured(builder.Configuration))
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");

        var services = builder.Services;
        services.AddSingleton(_ => new FunctionPipeline(middleware));
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton<FunctionRunner>();
        services.AddSingleton<HostJson>();
        services.AddSingleton<StorageAccount>();
        services.AddSingleton<HttpDispatcher>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<TimerTable>();
        services.AddSingleton<EventGridTopic>();
        services.AddSingleton<AdminEndpoints>();
        services.AddTriggerListeners<QueueTriggers>();
        services.AddTriggerListeners<TimerTriggers>();
        services.AddTriggerListeners<EventGridTriggers>();
        services.AddTriggerListeners<ManualInvocations>();
        return builder;
    }

    /// <exception cref="InvalidAppException">Anything that would fail at run time and can be seen now.</exception>
    public static IHost Build(WebApplicationBuilder builder, bool answersHttp)
    {
        var app = builder.Build();
        try
        {
            var catalog = app.Services.GetRequiredService<FunctionCatalog>();
            catalog.Errors.AddRange(app.Services.GetRequiredService<HostJson>().Errors());
            foreach (var triggers in app.Services.GetServices<TriggerListeners>())
                triggers.Prepare();
            app.Services.GetRequiredService<HttpFunctions>().Map(app, answersHttp);
            app.Services.GetRequiredService<AdminEndpoints>().Map(app);
            return catalog.Errors.Count == 0 ? app : throw new InvalidAppException(catalog.Errors);
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    private static void AddTriggerListeners<T>(this IServiceCollection services) where T : TriggerListeners
    {
        services.AddSingleton<T>();
        services.AddSingleton<TriggerListeners>(provider => provider.GetRequiredService<T>());
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }

    private static bool IsAddressConfigured(ConfigurationManager configuration) =>
        (configuration["urls"] ?? configuration["http_ports"] ?? configuration["https_ports"]) is { Length: > 0 }
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
