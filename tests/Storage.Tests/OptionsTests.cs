using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeCommerce.Storage.Tests;

/// <summary>The setting that the Functions host itself uses, in both of its forms.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void ConnectionString_IsTaken() =>
        Assert.Equal("UseDevelopmentStorage=true", Read(("AzureWebJobsStorage", "UseDevelopmentStorage=true")).ConnectionString);

    [Fact]
    public void ServiceUris_AreTaken()
    {
        var options = Read(
            ("AzureWebJobsStorage:tableServiceUri", "https://shop.table.core.windows.net"),
            ("AzureWebJobsStorage:queueServiceUri", "https://shop.queue.core.windows.net"),
            ("AzureWebJobsStorage:clientId", "an identity"));

        Assert.Null(options.ConnectionString);
        Assert.Equal("shop.table.core.windows.net", options.TableServiceUri?.Host);
        Assert.Equal("shop.queue.core.windows.net", options.QueueServiceUri?.Host);
        Assert.Equal("an identity", options.ClientId);
    }

    [Fact]
    public void Nothing_OrHalf_IsAClearFault()
    {
        Assert.Contains("AzureWebJobsStorage", Assert.Throws<OptionsValidationException>(() => Read()).Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => Read(("AzureWebJobsStorage:tableServiceUri", "https://shop.table.core.windows.net")));
    }

    private static StorageOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddStorage().BuildServiceProvider();
        return services.GetRequiredService<IOptions<StorageOptions>>().Value;
    }
}
