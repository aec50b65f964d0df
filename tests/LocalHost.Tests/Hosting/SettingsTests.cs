using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("localhost-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void LocalSettings_AreConfiguration_UnderEnvironmentAndCommandLine()
    {
        Write("local.settings.json", """
            {
              // Comments are allowed here, as in the Functions tools.
              "IsEncrypted": false,
              "Values": { "A:B": "1", "C__D": "2", "FromArgs": "file", "LOCALHOST_TEST_WINS": "file" },
              "ConnectionStrings": { "Main": "x" }
            }
            """);
        Environment.SetEnvironmentVariable("LOCALHOST_TEST_WINS", "environment");

        var configuration = FunctionsApplication.CreateBuilder(["--AzureWebJobsScriptRoot", _root.FullName, "--FromArgs", "args"]).Configuration;

        Assert.Equal("1", configuration["A:B"]);
        Assert.Equal("2", configuration["C:D"]);
        Assert.Equal("args", configuration["FromArgs"]);
        Assert.Equal("environment", configuration["LOCALHOST_TEST_WINS"]);
        Assert.Equal("x", configuration.GetConnectionString("Main"));
    }

    [Fact]
    public void HostJson_SetsLogLevels_ThatTheEnvironmentMayOverride()
    {
        Write("host.json", """{ "version": "2.0", "logging": { "logLevel": { "default": "Warning", "Shop": "Debug" } } }""");

        var configuration = FunctionsApplication.CreateBuilder(
            ["--AzureWebJobsScriptRoot", _root.FullName, "--Logging:LogLevel:Shop", "Error"]).Configuration;

        Assert.Equal("Warning", configuration["Logging:LogLevel:Default"]);
        Assert.Equal("Error", configuration["Logging:LogLevel:Shop"]);
        Assert.Equal("Warning", configuration["Logging:LogLevel:Microsoft.AspNetCore"]);
    }

    [Fact]
    public void HostJson_Absent_MeansTheFunctionsHostsDefaults()
    {
        var host = HostOf(FunctionsApplication.CreateBuilder(["--AzureWebJobsScriptRoot", _root.FullName]));

        Assert.Equal(
            ("api", 16, 8, 5, TimeSpan.Zero, TimeSpan.FromMinutes(1), true),
            (host.RoutePrefix, host.BatchSize, host.NewBatchThreshold, host.MaxDequeueCount, host.VisibilityTimeout, host.MaxPollingInterval, host.Base64));
    }

    [Fact]
    public void HostJson_IsRead_UnderSettingsOfTheSameName()
    {
        Write("other.json", """
            {
              "version": "2.0",
              "extensions": {
                "http": { "routePrefix": "" },
                "queues": { "batchSize": 4, "newBatchThreshold": 3, "maxDequeueCount": 2, "visibilityTimeout": "00:00:07", "maxPollingInterval": "00:00:02", "messageEncoding": "none" }
              }
            }
            """);
        var builder = FunctionsApplication.CreateBuilder(["--AzureFunctionsJobHost:extensions:queues:maxDequeueCount", "9"]);
        builder.Services.Configure<LocalHostOptions>(options => options.HostJsonPath = Path.Combine(_root.FullName, "other.json"));
        var host = HostOf(builder);

        Assert.Equal(
            ("", 4, 3, 9, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2), false),
            (host.RoutePrefix, host.BatchSize, host.NewBatchThreshold, host.MaxDequeueCount, host.VisibilityTimeout, host.MaxPollingInterval, host.Base64));
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:7072")]
    [InlineData("http://127.0.0.1:7073", "http://127.0.0.1:7073")]
    public void Address_IsTheFilesPort_UnlessOneIsNamed(string? urls, string expected)
    {
        Write("local.settings.json", """{ "Host": { "LocalHttpPort": 7072 } }""");

        var builder = FunctionsApplication.CreateBuilder(
            ["--AzureWebJobsScriptRoot", _root.FullName, .. urls is null ? Array.Empty<string>() : ["--urls", urls]]);

        Assert.Equal(expected, builder.Configuration["urls"]);
    }

    private static HostJson HostOf(FunctionsApplicationBuilder builder)
    {
        builder.Services.Configure<LocalHostOptions>(options => options.Classes.Add(typeof(SettingsTests)));
        using var host = builder.Build();
        return host.Services.GetRequiredService<HostJson>();
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_root.FullName, file), text);
}
