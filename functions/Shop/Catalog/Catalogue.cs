using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Catalog;

/// <summary>The products as they were at one moment.</summary>
internal sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<SpuId, Product> _bySpu;
    private readonly FrozenDictionary<SkuId, Product> _bySku;

    public CatalogSnapshot(IReadOnlyList<Product> products, string version)
    {
        (Products, Version) = (products, version);
        _bySpu = products.ToFrozenDictionary(p => p.SpuId);
        _bySku = products.SelectMany(p => p.Skus, (p, s) => (p, s)).ToFrozenDictionary(x => x.s.SkuId, x => x.p);
    }

    /// <summary>All products, those off sale too, by SpuId.</summary>
    public IReadOnlyList<Product> Products { get; }

    public string Version { get; }

    public Product? Find(SpuId spu) => _bySpu.GetValueOrDefault(spu);

    public (Product Product, Sku Sku)? Find(SkuId sku) =>
        _bySku.TryGetValue(sku, out var product) ? (product, product.Skus.First(s => s.SkuId == sku)) : null;
}

/// <summary>
/// The catalogue in memory. Read again when its version changed; looked at every few seconds, beside the request that notices,
/// so that browsing costs no storage calls. What one instance changes it sees at once; others within <see cref="Freshness"/>.
/// </summary>
internal sealed partial class Catalogue(Partitions partitions, TimeProvider time, ILogger<Catalogue> logger) : IDisposable
{
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1);
    private CatalogSnapshot? _snapshot;
    private DateTimeOffset _lookedAt;

    public async ValueTask<CatalogSnapshot> GetAsync(CancellationToken cancellation = default)
    {
        if (Volatile.Read(ref _snapshot) is not { } snapshot)
            return await ReadAsync(cancellation);

        var now = time.GetUtcNow();
        if (now - _lookedAt > Freshness)
        {
            _lookedAt = now;
            LookBeside();
        }
        return snapshot;
    }

    /// <summary>Reads the catalogue now, if it changed.</summary>
    public async Task<CatalogSnapshot> ReadAsync(CancellationToken cancellation = default)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var version = await CatalogRows.ReadVersionAsync(partitions, cancellation);
            if (_snapshot?.Version != version)
                Volatile.Write(ref _snapshot, new CatalogSnapshot(await CatalogRows.ReadAllAsync(partitions, cancellation), version));
            _lookedAt = time.GetUtcNow();
            return _snapshot ?? throw new InvalidOperationException("A catalogue just read is there.");
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    // Not part of the request that noticed: neither its time nor its cost.
    private void LookBeside()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await ReadAsync();
                }
                catch (Exception e)
                {
                    Stale(e);
                }
            });
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "The catalogue could not be read; the one in memory is used")]
    private partial void Stale(Exception e);
}
