using WeCommerce.Testing;

namespace WeCommerce.Slices.FlashSales;

/// <summary>A session of a flash sale of one SKU, and what is done about it.</summary>
internal sealed record Session(ShopHost Shop, string Id, string Sku, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, Shopper Keeper)
{
    public const int PriceFen = 990;

    public string Pool => $"{Sku}@f-{Id}";

    /// <summary>Plans a session that opens in an hour, and waits until its pieces are set aside.</summary>
    public static async Task<Session> PlanAsync(ShopHost shop, int pieces, int ofPieces = 0, int limitPerMember = 1, int stockShards = 1, bool reservationRequired = false)
    {
        var sku = await shop.PutOnSaleAsync(Math.Max(pieces, ofPieces));
        var opens = shop.Time.GetUtcNow().AddHours(1);
        var session = new Session(shop, $"s-{Guid.NewGuid():N}"[..20], sku, opens, opens.AddHours(2), await shop.LogInAsOperatorAsync());
        (await session.PutAsync(pieces, limitPerMember, stockShards, reservationRequired)).Expect(200);
        await Eventually.SeeAsync(() => shop.PartsOfAsync(session.Pool), p => p.Count >= Math.Min(stockShards, pieces) && p.Sum(x => x.OnHand) == pieces, "the pieces are set aside");
        return session;
    }

    /// <summary>One that is open.</summary>
    public static async Task<Session> OpenAsync(ShopHost shop, int pieces, int ofPieces = 0, int limitPerMember = 1, int stockShards = 1)
    {
        var session = await PlanAsync(shop, pieces, ofPieces, limitPerMember, stockShards);
        session.Open();
        return session;
    }

    public Task<Reply> PutAsync(int pieces, int limitPerMember = 1, int stockShards = 1, bool reservationRequired = false) => Keeper.PutAsync($"v1/ops/flash-sales/{Id}", new
    {
        title = "整点秒杀",
        opensAt = OpensAt,
        closesAt = ClosesAt,
        reservationRequired,
        items = new[] { new { skuId = Sku, priceFen = PriceFen, pieces, limitPerMember, stockShards } },
    });

    public Task<Reply> OrderAsync(Shopper who, int quantity = 1, string? key = null) => who.PostAsync(
        "v1/orders",
        new { lines = new[] { new { skuId = Sku, quantity } }, address = Shopper.Home, flashSale = new { sessionId = Id } },
        key ?? Guid.NewGuid().ToString("N"));

    public void Open() => Shop.Time.Advance(OpensAt - Shop.Time.GetUtcNow());

    public void Close() => Shop.Time.Advance(ClosesAt - Shop.Time.GetUtcNow());
}

internal static class StockParts
{
    /// <summary>A place's parts as their rows say them.</summary>
    public static async Task<IReadOnlyList<StockSeen>> PartsOfAsync(this ShopHost shop, string place)
    {
        var table = new Azure.Data.Tables.TableClient(shop.ConnectionString, "Stock");
        var end = $"{place}/";
        var keys = (await table.QueryAsync<Azure.Data.Tables.TableEntity>(r => r.PartitionKey.CompareTo(place) >= 0 && r.PartitionKey.CompareTo(end) < 0).ToListAsync())
            .Select(r => r.PartitionKey).Distinct().Where(k => k == place || k.StartsWith($"{place}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return await Task.WhenAll(keys.Select(shop.StockOfAsync));
    }
}
