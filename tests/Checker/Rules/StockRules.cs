namespace WeCommerce.Checker.Rules;

/// <summary>
/// Stock (库存): what is there is what came in less what was sold; what is reserved is what is held; nothing is ever negative. A place is a SKU's own
/// stock or an activity's pool; it may be divided into parts, each a partition, and is counted over all of them.
/// </summary>
internal static class StockRules
{
    private const string Change = "change!";
    private const string Hold = "hold!";
    private const string Return = "change!return-";
    private const string Move = "change!move-";

    public static IEnumerable<Violation> Check(Store store, bool isQuiet)
    {
        var sold = (from order in store.Orders where order.IsSettled from line in order.Lines group line.Quantity by (line.Place, order.OrderId))
            .ToLookup(g => g.Key.Place, g => (g.Key.OrderId, Quantity: g.Sum()), StringComparer.Ordinal);
        foreach (var part in store.Of("Stock").GroupBy(r => r.PartitionKey, StringComparer.Ordinal))
        {
            var (onHand, reserved) = LevelOf(part);
            var held = HoldsOf(part).Sum(h => h.Quantity);
            if (onHand < 0 || reserved < 0 || reserved > onHand)
                yield return new("stock never negative", $"{part.Key}: {onHand} on hand, {reserved} reserved");
            if (reserved != held)
                yield return new("reserved is what is held", $"{part.Key}: {reserved} reserved, {held} held");
        }
        foreach (var place in store.Of("Stock").GroupBy(r => LineSeen.WholeOf(r.PartitionKey), StringComparer.Ordinal))
        {
            var onHand = place.GroupBy(r => r.PartitionKey, StringComparer.Ordinal).Sum(part => LevelOf(part).OnHand);
            var holds = HoldsOf(place).ToLookup(h => h.OrderId, h => h.Quantity, StringComparer.Ordinal);
            var came = place.Where(r => r.RowKey.StartsWith(Change, StringComparison.Ordinal)).Sum(r => r.Number("Delta") ?? 0);
            var went = sold[place.Key].Sum(s => s.Quantity - holds[s.OrderId].Sum());
            if (onHand != came - went)
                yield return new("stock is what came less what was sold", $"{place.Key}: {onHand} on hand, {came} came, {went} were sold");
            foreach (var violation in holds.SelectMany(h => OfHold(store, place.Key, h.Key, h.Sum(), isQuiet)))
                yield return violation;
        }
        foreach (var violation in OfMoves(store, isQuiet).Concat(OfReturns(store, isQuiet)))
            yield return violation;
    }

    private static IEnumerable<Violation> OfHold(Store store, string place, string orderId, long quantity, bool isQuiet)
    {
        var order = store.OrdersById.GetValueOrDefault(orderId);
        var wanted = order?.Lines.Where(l => l.Place == place).Sum(l => l.Quantity);
        // One that holds at several parts ends its holds one by one.
        var isEnding = order is not { IsCancelled: false, IsSettled: false } && quantity < wanted;
        if (wanted is not null && wanted != quantity && !isEnding)
            yield return new("a hold is its order's", $"{place}: {order} holds {quantity}");
        if (isQuiet && order is not { IsCancelled: false, IsSettled: false })
            yield return new("no hold is forgotten", $"{place}: {quantity} for {orderId}, which is {order?.Status ?? "not there"}");
    }

    // Pieces that move are at no place for a moment, never at two; when nothing is under way they are where they should be.
    private static IEnumerable<Violation> OfMoves(Store store, bool isQuiet)
    {
        foreach (var move in store.Of("Stock", Move).GroupBy(r => (Sku: SkuOf(r), r.RowKey)))
        {
            var left = move.Sum(r => r.Number("Delta") ?? 0);
            if (left > 0 || (isQuiet && left != 0))
                yield return new("a move changes nothing", $"{move.Key.Sku}, {move.Key.RowKey}: {string.Join("; ", move.Select(r => $"{r.PartitionKey} {r.Number("Delta")}"))}");
        }
    }

    // Goods go back into stock where goods did: never shipped and given back, or inspected; once for each case.
    private static IEnumerable<Violation> OfReturns(Store store, bool isQuiet)
    {
        var cases = store.Orders.SelectMany(o => o.Cases.Select(c => (Order: o, Case: c))).ToDictionary(x => x.Case.RefundId, StringComparer.Ordinal);
        var returned = store.Of("Stock", Return).ToDictionary(r => (Id: r.RowKey[Return.Length..], Sku: SkuOf(r)), r => r.Number("Delta") ?? 0);
        // A group that failed gives back all that its orders had bought.
        var ungrouped = store.Orders.Where(o => o.GroupBuy is { State: "Failed" }).SelectMany(o => o.Refunds.Where(r => r.AfterSale is null).Select(r => (Order: o, r.RefundId)))
            .ToDictionary(x => x.RefundId, x => x.Order, StringComparer.Ordinal);
        foreach (var ((id, sku), delta) in returned)
        {
            if (ungrouped.TryGetValue(id, out var order) && order.Lines.Where(l => l.SkuId == sku).Sum(l => l.Quantity) == delta)
                continue;
            if (!cases.TryGetValue(id, out var found) || PiecesOf(found.Order, found.Case, sku) != delta || !IsBack(found.Case))
                yield return new("stock returns where goods did", $"{sku}: {delta} for case {id}, {(found.Case is { } c ? $"{c.Kind} {c.Stage}" : "which is not there")}");
        }
        if (!isQuiet)
            yield break;
        foreach (var (order, sale) in cases.Values.Where(x => x.Case.BeforeShipping && IsBack(x.Case)))
        {
            foreach (var sku in sale.Lines.Select(l => order.Lines.Single(x => x.LineNo == l.LineNo).SkuId).Distinct(StringComparer.Ordinal))
            {
                if (!returned.ContainsKey((sale.RefundId, sku)))
                    yield return new("goods that never left are free again", $"{sku}: case {sale.RefundId} is {sale.Stage}");
            }
        }
    }

    private static (long OnHand, long Reserved) LevelOf(IEnumerable<StoredRow> part) =>
        part.SingleOrDefault(r => r.RowKey == "level") is { } level ? (level.Number("OnHand") ?? 0, level.Number("Reserved") ?? 0) : default;

    private static IEnumerable<(string OrderId, long Quantity)> HoldsOf(IEnumerable<StoredRow> rows) => rows
        .Where(r => r.RowKey.StartsWith(Hold, StringComparison.Ordinal) && !r.Columns.ContainsKey("SoldAt"))
        .Select(r => (r.RowKey[Hold.Length..], r.Number("Quantity") ?? 0));

    private static string SkuOf(StoredRow row) => row.PartitionKey.Split('@', '.')[0];

    private static bool IsBack(CaseSeen sale) => sale.Stage is "Processing" or "Approved" or "Succeeded" or "Abnormal";

    private static long PiecesOf(OrderSeen order, CaseSeen sale, string sku) =>
        sale.Lines.Where(l => order.Lines.Any(x => x.LineNo == l.LineNo && x.SkuId == sku)).Sum(l => l.Quantity);
}
