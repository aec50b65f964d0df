namespace WeCommerce.Checker.Rules;

/// <summary>Where sales come from (归因): every sale has come by one channel, and what is told of a way in is what was counted for it.</summary>
internal static class EntranceRules
{
    private const string Came = "came!";
    private const string OfChannel = "came!channel.";

    public static IEnumerable<Violation> Check(Store store)
    {
        var sales = store.Of("Views", "order!").Where(r => r.PartitionKey.StartsWith(Came, StringComparison.Ordinal)).Select(SaleSeen.Of).ToList();
        return OfOrders(store, sales).Concat(OfNumbers(store, sales));
    }

    private static IEnumerable<Violation> OfOrders(Store store, List<SaleSeen> sales)
    {
        var byOrder = sales.Where(s => s.IsLast && s.Row.PartitionKey.StartsWith(OfChannel, StringComparison.Ordinal)).ToLookup(s => s.OrderId, StringComparer.Ordinal);
        foreach (var order in store.Orders.Where(o => o.Payment is not null))
        {
            if (byOrder[order.OrderId].ToList() is not [var only] || only.PaidFen != order.Payment?.PaidFen)
                yield return new("a sale has come by one channel", $"{order}: {string.Join(", ", byOrder[order.OrderId])}");
        }
    }

    private static IEnumerable<Violation> OfNumbers(Store store, List<SaleSeen> sales)
    {
        var visits = store.Of("Views", "visit!").ToLookup(r => r.PartitionKey, StringComparer.Ordinal);
        var joined = store.Of("Views", "joined!").ToLookup(r => r.PartitionKey, StringComparer.Ordinal);
        var members = store.Of("Views", "member!").ToLookup(r => r.PartitionKey, StringComparer.Ordinal);
        var sums = store.Of("Views", "sum!").Where(r => r.PartitionKey.StartsWith(Came, StringComparison.Ordinal)).ToLookup(r => r.PartitionKey, r => r.Json("Sums"), StringComparer.Ordinal);
        foreach (var way in sums.Select(s => s.Key).Union(sales.Select(s => s.Row.PartitionKey), StringComparer.Ordinal))
        {
            var (last, first) = (sales.Where(s => s.Row.PartitionKey == way && s.IsLast).ToList(), sales.Where(s => s.Row.PartitionKey == way && s.IsFirst).ToList());
            long[] counted = [visits[way].Count(), members[way].Count(), joined[way].Count(), last.Count, last.Sum(s => s.PaidFen), first.Count, first.Sum(s => s.PaidFen)];
            var told = Names.Select(name => sums[way].Sum(s => s.Number(name))).ToArray();
            if (!told.SequenceEqual(counted))
                yield return new("a way in has what was counted for it", $"{way}: {string.Join(", ", counted)} counted, {string.Join(", ", told)} told");
        }
    }

    private static readonly string[] Names = ["visits", "members", "newMembers", "orders", "gmvFen", "firstTouchOrders", "firstTouchGmvFen"];

    private sealed record SaleSeen(string OrderId, long PaidFen, bool IsLast, bool IsFirst, StoredRow Row)
    {
        public static SaleSeen Of(StoredRow row)
        {
            var json = row.Json("Sale");
            return new(json.Text("orderId"), json.Number("paidFen"), json.GetProperty("isLast").GetBoolean(), json.GetProperty("isFirst").GetBoolean(), row);
        }

        public override string ToString() => $"{Row.PartitionKey} {PaidFen} fen";
    }
}
