using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// Where pieces of a SKU lie: its own stock, or a pool (备货) that is set aside for an activity. As text <c>{SkuId}</c> or <c>{SkuId}@{pool}</c>, and
/// <c>.{n}</c> behind it for one part of a hot one.
/// </summary>
/// <param name="Pool">Which activity's; null for what is sold in the ordinary way. Form as a SkuId.</param>
/// <param name="Shard">One part of the place (分片), 0 … ; null for the whole. The first part is where the undivided place lay: dividing moves nothing away.</param>
[JsonConverter(typeof(IdentifierConverter<StockPlace>))]
internal readonly record struct StockPlace(SkuId SkuId, string? Pool = null, int? Shard = null) : IIdentifier<StockPlace>
{
    public string Value => $"{SkuId}{(Pool is null ? "" : $"@{Pool}")}{(Shard is null ? "" : string.Create(CultureInfo.InvariantCulture, $".{Shard}"))}";

    public StockPlace ToWhole() => this with { Shard = null };

    /// <summary>The key of its partition: a place's first part's, if it is not one of the others.</summary>
    public string PartitionKey => (Shard is 0 ? ToWhole() : this).Value;

    public StockPlace Part(int n) => this with { Shard = n };

    public static implicit operator StockPlace(SkuId sku) => new(sku);

    public static bool TryParse([NotNullWhen(true)] string? text, out StockPlace place)
    {
        place = default;
        if (text is null)
            return false;

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        int? shard = null;
        if (dot >= 0)
        {
            if (!int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                return false;
            (shard, text) = (n, text[..dot]);
        }
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var pool = at < 0 ? null : text[(at + 1)..];
        if ((pool is not null && !CatalogId.Looks(pool)) || !SkuId.TryParse(at < 0 ? text : text[..at], out var sku))
            return false;

        place = new StockPlace(sku, pool, shard);
        return true;
    }

    public override string ToString() => Value;
}
