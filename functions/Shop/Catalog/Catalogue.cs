using System.Collections.Frozen;
using WeCommerce.Shop.LiveSets;

namespace WeCommerce.Shop.Catalog;

/// <summary>The products as they were at one moment.</summary>
internal sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<SpuId, Product> _bySpu;
    private readonly FrozenDictionary<SkuId, Product> _bySku;

    public CatalogSnapshot(IReadOnlyList<Product> products)
    {
        Products = products;
        _bySpu = products.ToFrozenDictionary(p => p.SpuId);
        _bySku = products.SelectMany(p => p.Skus, (p, s) => (p, s)).ToFrozenDictionary(x => x.s.SkuId, x => x.p);
    }

    /// <summary>All products, those off sale too, by SpuId.</summary>
    public IReadOnlyList<Product> Products { get; }

    public Product? Find(SpuId spu) => _bySpu.GetValueOrDefault(spu);

    public (Product Product, Sku Sku)? Find(SkuId sku) =>
        _bySku.TryGetValue(sku, out var product) ? (product, product.Skus.First(s => s.SkuId == sku)) : null;
}

/// <summary>The catalogue. One partition, so that no SKU is ever sold under two SPUs.</summary>
internal sealed class Catalogue(LiveSetTools tools)
    : LiveSet<Product, CatalogSnapshot>(new(Tables.Catalog, "spu", "Product"), static products => new CatalogSnapshot(products), tools);
