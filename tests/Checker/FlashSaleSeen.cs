using System.Text.Json;

namespace WeCommerce.Checker;

/// <summary>A flash sale's session as its row says it.</summary>
public sealed record FlashSaleSeen(string SessionId, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, IReadOnlyList<FlashItemSeen> Items)
{
    public override string ToString() => $"flash sale {SessionId}";

    /// <summary>Where a SKU's pieces lie.</summary>
    public string PoolOf(string sku) => $"{sku}@f-{SessionId}";

    internal static FlashSaleSeen Of(StoredRow row)
    {
        var json = row.Json("Item");
        return new(json.Text("sessionId"), json.InstantOrNull("opensAt") ?? default, json.InstantOrNull("closesAt") ?? default, json.Many("items", FlashItemSeen.Of));
    }
}

public sealed record FlashItemSeen(string SkuId, long PriceFen, long LimitPerMember)
{
    internal static FlashItemSeen Of(JsonElement item) => new(item.Text("skuId"), item.Number("priceFen"), item.Number("limitPerMember"));
}
