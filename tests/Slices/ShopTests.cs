using Microsoft.Extensions.Logging;
using WeCommerce.Testing;

namespace WeCommerce.Slices;

/// <summary>A shop of its own for each test.</summary>
public abstract class ShopTests(Azurite azurite) : IAsyncLifetime
{
    private ShopHost? _shop;

    protected ShopHost Shop => _shop ?? throw new InvalidOperationException("The shop is not started.");

    protected Azurite Azurite => azurite;

    protected virtual IReadOnlyDictionary<string, string?>? Settings => null;

    protected virtual Action<ILoggingBuilder>? Logging => null;

    public async ValueTask InitializeAsync() => _shop = await ShopHost.StartAsync(azurite, Settings, Logging);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_shop is not null)
            await _shop.DisposeAsync();
    }
}
