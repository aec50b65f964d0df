namespace WeCommerce.Checker.Rules;

/// <summary>Flash sales (秒杀): sold in their time, at their price, from their pools, to each member no more than their share; what is left comes back.</summary>
internal static class FlashSaleRules
{
    /// <summary>The last look at a closed session's pools is a day after its end.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromDays(2);

    public static IEnumerable<Violation> Check(Store store, bool isQuiet, DateTimeOffset now)
    {
        var sales = store.Of("FlashSales", "sale!").Select(FlashSaleSeen.Of).ToDictionary(s => s.SessionId, StringComparer.Ordinal);
        var orders = store.Orders.Where(o => o.FlashSale is not null).ToList();
        return orders.SelectMany(o => OfOrder(o, sales.GetValueOrDefault(o.FlashSale ?? "")))
            .Concat(sales.Values.SelectMany(s => OfLimits(s, orders)))
            .Concat(isQuiet ? sales.Values.Where(s => s.ClosesAt + Afterwards < now).SelectMany(s => OfPools(store, s)) : []);
    }

    private static IEnumerable<Violation> OfOrder(OrderSeen order, FlashSaleSeen? sale)
    {
        if (sale is null || order.CreatedAt < sale.OpensAt || order.CreatedAt >= sale.ClosesAt)
            yield return new("a flash sale sells in its time", $"{order}, placed at {order.CreatedAt:O}: {order.FlashSale}, {sale?.OpensAt:O} to {sale?.ClosesAt:O}");
        foreach (var line in order.Lines)
        {
            if (sale?.Items.FirstOrDefault(i => i.SkuId == line.SkuId)?.PriceFen * line.Quantity != line.PaidFen || sale?.PoolOf(line.SkuId) != line.Place)
                yield return new("a flash sale sells at its price, from its pool", $"{order}: {line}");
        }
    }

    private static IEnumerable<Violation> OfLimits(FlashSaleSeen sale, List<OrderSeen> orders) =>
        from item in sale.Items
        from bought in orders.Where(o => o.FlashSale == sale.SessionId && !o.IsCancelled).GroupBy(o => o.Row.PartitionKey, StringComparer.Ordinal)
        let pieces = bought.SelectMany(o => o.Lines).Where(l => l.SkuId == item.SkuId).Sum(l => l.Quantity)
        where pieces > item.LimitPerMember
        select new Violation("nobody buys more than their share", $"{sale}: {bought.Key} bought {pieces} of {item.SkuId}, the limit is {item.LimitPerMember}");

    private static IEnumerable<Violation> OfPools(Store store, FlashSaleSeen sale) =>
        from level in store.Of("Stock", "level")
        where LineSeen.WholeOf(level.PartitionKey).EndsWith(sale.PoolOf(""), StringComparison.Ordinal) && level.Number("OnHand") != 0
        select new Violation("what a flash sale leaves comes back", $"{sale}, over since {sale.ClosesAt:O}: {level.Number("OnHand")} at {level.PartitionKey}");
}
