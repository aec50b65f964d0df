namespace WeCommerce.Checker.Rules;

/// <summary>What may become of an order, seen twice: only what its graph allows, and nothing that was so is unmade.</summary>
internal static class HistoryRules
{
    private static readonly Dictionary<string, string[]> AfterCase = new(StringComparer.Ordinal)
    {
        ["Requested"] = ["Processing", "AwaitingReturn", "Rejected", "Cancelled"],
        ["AwaitingReturn"] = ["AwaitingInspection", "Cancelled"],
        ["AwaitingInspection"] = ["Processing", "Approved", "Rejected"],
        ["Approved"] = ["Succeeded"],
        ["Processing"] = ["Succeeded", "Abnormal"],
        ["Abnormal"] = ["Processing", "Succeeded"],
    };

    private static readonly Dictionary<string, string[]> AfterRefund = new(StringComparer.Ordinal)
    {
        ["Sending"] = ["Processing", "Succeeded", "Abnormal", "Closed"],
        ["Processing"] = ["Succeeded", "Abnormal", "Closed"],
        ["Abnormal"] = ["Processing", "Succeeded"],
    };

    public static IEnumerable<Violation> Check(OrderSeen before, OrderSeen? after)
    {
        if (after is null)
        {
            yield return new("an order does not vanish", $"{before}");
            yield break;
        }
        if (before.IsCancelled && !after.IsCancelled)
            yield return new("a cancelled order stays cancelled", $"{after}");
        if (before.Payment is { } paid && after.Payment != paid)
            yield return new("a paid order stays paid", $"{after}: {paid} became {after.Payment}");
        if (before.GroupBuy is { State: not "InProgress" } decided && after.GroupBuy != decided)
            yield return new("a group's end stays for its orders", $"{after}: {decided} became {after.GroupBuy}");
        if (before.ReceivedAt is { } received && after.ReceivedAt != received)
            yield return new("what is received stays received", $"{after}");
        if (!before.Lines.SequenceEqual(after.Lines) || before.FreightFen != after.FreightFen)
            yield return new("an order's lines and prices stay", $"{after}");
        if (!Begins(before.Unwanted, after.Unwanted, static (a, b) => a == b) || !Begins(before.Parcels, after.Parcels, static (a, b) => a.TrackingNo == b.TrackingNo)
            || !Begins(before.Timeline, after.Timeline, static (a, b) => a == b))
        {
            yield return new("what happened stays", $"{after}: its timeline was {string.Join("; ", before.Timeline)} and is {string.Join("; ", after.Timeline)}");
        }
        if (before.RefundCount > after.RefundCount || before.EntryCount > after.EntryCount || before.PayAttempt > after.PayAttempt)
            yield return new("numbers only grow", $"{after}");
        if (!Begins(before.Cases, after.Cases, static (a, b) => a.RefundId == b.RefundId && a.AmountFen == b.AmountFen && Leads(AfterCase, a.Stage, b.Stage)))
            yield return new("cases go along their graph", $"{after}: {string.Join("; ", before.Cases)} became {string.Join("; ", after.Cases)}");
        if (!Begins(before.Refunds, after.Refunds, static (a, b) => a.RefundId == b.RefundId && a.AmountFen == b.AmountFen && Leads(AfterRefund, a.Stage, b.Stage)))
            yield return new("refunds go along their graph", $"{after}: {string.Join("; ", before.Refunds)} became {string.Join("; ", after.Refunds)}");
    }

    private static bool Begins<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> same) =>
        after.Count >= before.Count && before.Zip(after).All(x => same(x.First, x.Second));

    // Between two looks several steps may have been taken.
    private static bool Leads(Dictionary<string, string[]> graph, string from, string to)
    {
        var reached = new HashSet<string>([from], StringComparer.Ordinal);
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var stage))
        {
            foreach (var next in graph.GetValueOrDefault(stage, []).Where(reached.Add))
                open.Enqueue(next);
        }
        return reached.Contains(to);
    }
}
