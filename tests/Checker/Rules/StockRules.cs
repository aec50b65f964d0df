namespace WeCommerce.Checker.Rules;

/// <summary>Stock (库存): what is there is what came in less what was sold; what is reserved is what is held; nothing is ever negative.</summary>
internal static class StockRules
{
    private const string Return = "return-";

    public static IEnumerable<Violation> Check(Store store, bool isQuiet)
    {
        var sold = (from order in store.Orders where order.IsSettled from line in order.Lines group line.Quantity by (line.SkuId, order.OrderId))
            .ToLookup(g => g.Key.SkuId, g => (g.Key.OrderId, Quantity: g.Sum()), StringComparer.Ordinal);
        foreach (var sku in store.Of("Stock").GroupBy(r => r.PartitionKey, StringComparer.Ordinal))
        {
            var level = sku.SingleOrDefault(r => r.RowKey == "level");
            var (onHand, reserved) = (level?.Number("OnHand") ?? 0, level?.Number("Reserved") ?? 0);
            var holds = sku.Where(r => r.RowKey.StartsWith("hold!", StringComparison.Ordinal) && !r.Columns.ContainsKey("SoldAt")).ToDictionary(r => r.RowKey["hold!".Length..], r => r.Number("Quantity") ?? 0);
            var came = sku.Where(r => r.RowKey.StartsWith("change!", StringComparison.Ordinal)).Sum(r => r.Number("Delta") ?? 0);
            var went = sold[sku.Key].Where(s => !holds.ContainsKey(s.OrderId)).Sum(s => s.Quantity);

            if (onHand < 0 || reserved < 0 || reserved > onHand)
                yield return new("stock never negative", $"{sku.Key}: {onHand} on hand, {reserved} reserved");
            if (reserved != holds.Values.Sum())
                yield return new("reserved is what is held", $"{sku.Key}: {reserved} reserved, {holds.Values.Sum()} held");
            if (onHand != came - went)
                yield return new("stock is what came less what was sold", $"{sku.Key}: {onHand} on hand, {came} came, {went} were sold");
            foreach (var violation in OfHolds(store, sku.Key, holds, isQuiet))
                yield return violation;
        }
        foreach (var violation in OfReturns(store, isQuiet))
            yield return violation;
    }

    private static IEnumerable<Violation> OfHolds(Store store, string sku, Dictionary<string, long> holds, bool isQuiet)
    {
        foreach (var (orderId, quantity) in holds)
        {
            var order = store.OrdersById.GetValueOrDefault(orderId);
            if (order is not null && order.Lines.Where(l => l.SkuId == sku).Sum(l => l.Quantity) != quantity)
                yield return new("a hold is its order's", $"{sku}: {order} holds {quantity}");
            if (isQuiet && order is not { IsCancelled: false, IsSettled: false })
                yield return new("no hold is forgotten", $"{sku}: {quantity} for {orderId}, which is {order?.Status ?? "not there"}");
        }
    }

    // Goods go back into stock where goods did: never shipped and given back, or inspected; once for each case.
    private static IEnumerable<Violation> OfReturns(Store store, bool isQuiet)
    {
        var cases = store.Orders.SelectMany(o => o.Cases.Select(c => (Order: o, Case: c))).ToDictionary(x => x.Case.RefundId, StringComparer.Ordinal);
        var returned = store.Of("Stock", $"change!{Return}").ToDictionary(
            r => (Id: r.RowKey[$"change!{Return}".Length..], Sku: r.PartitionKey), r => r.Number("Delta") ?? 0);
        foreach (var ((id, sku), delta) in returned)
        {
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

    private static bool IsBack(CaseSeen sale) => sale.Stage is "Processing" or "Approved" or "Succeeded" or "Abnormal";

    private static long PiecesOf(OrderSeen order, CaseSeen sale, string sku) =>
        sale.Lines.Where(l => order.Lines.Any(x => x.LineNo == l.LineNo && x.SkuId == sku)).Sum(l => l.Quantity);
}
