namespace WeCommerce.Checker.Rules;

/// <summary>The ledger (账本): every entry has two accounts, and what the accounts of an order hold is what happened to its money.</summary>
internal static class BookRules
{
    private static readonly HashSet<string> Accounts = new(["WeChat", "Sales", "Freight", "SalesReturns", "Unclaimed", "RefundsPayable"], StringComparer.Ordinal);

    public static IEnumerable<Violation> Check(Store store, bool isQuiet)
    {
        var entries = store.Of("Members", "entry!").Select(EntrySeen.Of).ToLookup(e => e.OrderId, StringComparer.Ordinal);
        var found = store.Orders.SelectMany(order => OfOrder(order, [.. entries[order.OrderId]])).Concat(
            from orphan in entries where !store.OrdersById.ContainsKey(orphan.Key) select new Violation("entry without order", orphan.Key));
        return isQuiet ? found.Concat(OfDays(store, entries)) : found;
    }

    private static IEnumerable<Violation> OfOrder(OrderSeen order, IReadOnlyList<EntrySeen> entries)
    {
        foreach (var entry in entries)
        {
            if (!Accounts.Contains(entry.Debit) || !Accounts.Contains(entry.Credit) || entry.Debit == entry.Credit || entry.AmountFen <= 0)
                yield return new("entry of two accounts", $"{entry}");
        }
        if (!entries.Select(e => e.Number).Order().SequenceEqual(Enumerable.Range(1, order.EntryCount)))
            yield return new("entries complete", $"{order} says {order.EntryCount}, there are {string.Join(',', entries.Select(e => e.Number).Order())}");

        var paid = order.Payments.Sum(p => p.PaidFen);
        var back = order.Refunds.Where(r => r.Stage == "Succeeded").Sum(r => r.AmountFen);
        var underWay = order.Refunds.Where(r => r.Stage != "Succeeded" && order.IsLast(r)).Sum(r => r.AmountFen);
        (string Account, long Expected, long Net)[] balances =
        [
            ("WeChat", paid - back, Net(entries, "WeChat")),
            ("RefundsPayable", underWay, -Net(entries, "RefundsPayable")),
            ("Unclaimed", 0, -Net(entries, "Unclaimed")),
            ("Sales", order.Payment is null ? 0 : order.TotalFen - order.FreightFen, -Net(entries, "Sales")),
        ];
        foreach (var (account, expected, net) in balances)
        {
            if (net != expected)
                yield return new("balance of an order", $"{order}: {account} is {net} fen, and {expected} happened");
        }
        if (Net(entries, "WeChat") < 0 || -Net(entries, "Freight") < 0 || Net(entries, "SalesReturns") < 0 || Net(entries, "SalesReturns") > -Net(entries, "Sales"))
            yield return new("nothing negative in the books", $"{order}: {string.Join("; ", entries)}");
    }

    private static IEnumerable<Violation> OfDays(Store store, ILookup<string, EntrySeen> entries)
    {
        var copies = store.Of("Books").ToDictionary(r => r.RowKey, EntrySeen.OfDay, StringComparer.Ordinal);
        foreach (var entry in entries.SelectMany(static e => e))
        {
            if (!copies.Remove($"{entry.OrderId}!{entry.Number:0000}", out var copy) || copy != entry)
                yield return new("day copy of an entry", $"{entry} is copied as {copy}");
        }
        foreach (var (key, copy) in copies)
            yield return new("day copy without entry", $"{key}: {copy}");
    }

    private static long Net(IReadOnlyList<EntrySeen> entries, string account) =>
        entries.Where(e => e.Debit == account).Sum(e => e.AmountFen) - entries.Where(e => e.Credit == account).Sum(e => e.AmountFen);

    private sealed record EntrySeen(string OrderId, int Number, DateOnly Day, string Debit, string Credit, long AmountFen, string Reference)
    {
        private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

        public static EntrySeen Of(StoredRow row) => Read(row, row.RowKey.Split('!')[1]);

        public static EntrySeen OfDay(StoredRow row) =>
            Read(row, row.RowKey.Split('!')[0]) with { Day = DateOnly.ParseExact(row.PartitionKey, "yyyy-MM-dd", null) };

        private static EntrySeen Read(StoredRow row, string order) => new(
            order,
            int.Parse(row.RowKey.Split('!')[^1], null),
            DateOnly.FromDateTime((row.Instant("At") ?? default).ToOffset(Beijing).DateTime),
            row.Text("Debit") ?? "",
            row.Text("Credit") ?? "",
            row.Number("AmountFen") ?? 0,
            row.Text("Reference") ?? "");
    }
}
