namespace WeCommerce.Checker.Rules;

/// <summary>Buying together (拼团): no more members than seats, each paid, in one group and once; what is decided is so for every order.</summary>
internal static class GroupRules
{
    public static IEnumerable<Violation> Check(Store store, bool isQuiet, DateTimeOffset now) =>
        store.Groups.SelectMany(g => OfGroup(store, g)).Concat(OfOrders(store))
            .Concat(isQuiet ? store.Groups.SelectMany(g => OfEnd(store, g, now)).Concat(store.Orders.SelectMany(o => OfOrderAtRest(store, o))) : []);

    /// <summary>What is decided stays decided, and who is in stays in.</summary>
    public static IEnumerable<Violation> CheckStep(Store before, Store after)
    {
        var later = after.Groups.ToDictionary(g => g.GroupId, StringComparer.Ordinal);
        foreach (var group in before.Groups)
        {
            var now = later.GetValueOrDefault(group.GroupId);
            if (now is null || (group.Stage is "Succeeded" or "Failed" && now.Stage != group.Stage) || (group.Stage == "InProgress" && now.Stage == "Opening"))
                yield return new("a group is decided once", $"{group} became {now}");
            else if (group.Paid.Except(now.Paid).Any() || group.Verdicts.Any(v => !now.Verdicts.TryGetValue(v.Key, out var isIn) || isIn != v.Value))
                yield return new("who is in a group stays in", $"{group}: {string.Join("; ", group.Seats)} became {string.Join("; ", now.Seats)}");
        }
    }

    private static IEnumerable<Violation> OfGroup(Store store, GroupSeen group)
    {
        if (group.Seats.Any(s => s.K < 1 || s.K > group.Size) || group.Seats.DistinctBy(s => s.K).Count() != group.Seats.Count)
            yield return new("no more seats than the group has", $"{group} of {group.Size}: {string.Join("; ", group.Seats)}");
        if (!group.Members.Order(StringComparer.Ordinal).SequenceEqual(group.Seats.Select(s => s.MemberId).Order(StringComparer.Ordinal)))
            yield return new("nobody sits twice", $"{group}: {string.Join("; ", group.Seats)}, members {string.Join(", ", group.Members)}");
        if (!group.Verdicts.Where(v => v.Value).Select(v => v.Key).Order(StringComparer.Ordinal).SequenceEqual(group.Paid.Select(s => s.OrderId).Order(StringComparer.Ordinal)))
            yield return new("who is in has a paid seat", $"{group}: {string.Join("; ", group.Seats)}, verdicts {string.Join(", ", group.Verdicts)}");
        if (group.Stage == "Succeeded" && group.Reached is null)
            yield return new("a group succeeds with enough paid members", $"{group}: {string.Join("; ", group.Seats)}");
        foreach (var seat in group.Paid.Where(s => store.OrdersById.GetValueOrDefault(s.OrderId) is not { Payment: not null, GroupBuy: { } buy } || buy.GroupId != group.GroupId))
            yield return new("a member has paid", $"{group}: {seat}, its order {store.OrdersById.GetValueOrDefault(seat.OrderId)?.GroupBuy}");
    }

    private static IEnumerable<Violation> OfOrders(Store store)
    {
        var groups = store.Groups.ToDictionary(g => g.GroupId, StringComparer.Ordinal);
        foreach (var twice in store.Groups.SelectMany(g => g.Verdicts.Where(v => v.Value).Select(v => v.Key)).GroupBy(o => o, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return new("an order is in one group", $"{twice.Key} is in {twice.Count()}");
        foreach (var order in store.Orders.Where(o => o.GroupBuy is { State: "Succeeded" or "Failed" }))
        {
            var group = groups.GetValueOrDefault(order.GroupBuy?.GroupId ?? "");
            var isIn = group?.Verdicts.GetValueOrDefault(order.OrderId) == true;
            if (order.GroupBuy?.State == "Succeeded" ? !isIn || group?.Stage != "Succeeded" : isIn && group?.Stage != "Failed")
                yield return new("an order's end is its group's", $"{order}: {order.GroupBuy}, {group}");
            if (order.GroupBuy?.State == "Succeeded" && !order.Rebates.SequenceEqual(order.Lines.Select(l => RebateOf(l, group))))
                yield return new("ladder differences are exact", $"{order}: {string.Join(", ", order.Rebates)}");
            var owed = order.GroupBuy?.State == "Failed" ? order.Payment?.PaidFen ?? 0 : order.Rebates.Sum();
            if (order.Refunds.Where(r => r.AfterSale is null && r.TransactionId == order.Payment?.TransactionId && order.IsLast(r)).Sum(r => r.AmountFen) != owed)
                yield return new("a group's end pays back what it owes", $"{order}: {owed} is owed, {string.Join("; ", order.Refunds)}");
            if (order.Parcels.Count > 0 && order.GroupBuy?.State != "Succeeded")
                yield return new("goods leave when the group is complete", $"{order}");
        }
    }

    private static long RebateOf(LineSeen line, GroupSeen? group) =>
        group?.Reached?.TryGetValue(line.SkuId, out var reached) == true ? (group.Steps[0].PricesFen[line.SkuId] - reached) * line.Quantity : 0;

    private static IEnumerable<Violation> OfEnd(Store store, GroupSeen group, DateTimeOffset now)
    {
        if (group.Stage == "InProgress" && group.ExpiresAt < now && !store.Tasks.Any(t => t.Kind == "DeadlineMissed"))
            yield return new("a group ends", $"{group} should have ended at {group.ExpiresAt:O}");
        foreach (var seat in group.Paid.Where(_ => group.Stage is "Succeeded" or "Failed"))
        {
            if (store.OrdersById.GetValueOrDefault(seat.OrderId)?.GroupBuy?.State != group.Stage)
                yield return new("a decided group owes nothing", $"{group}: {seat}, its order is {store.OrdersById.GetValueOrDefault(seat.OrderId)?.GroupBuy}");
        }
    }

    // Money that waits for a group waits in one.
    private static IEnumerable<Violation> OfOrderAtRest(Store store, OrderSeen order)
    {
        if (order is { Payment: not null, GroupBuy: { State: "InProgress" } buy }
            && store.Groups.FirstOrDefault(g => g.GroupId == buy.GroupId) is not { Stage: "InProgress" } group)
        {
            yield return new("paid is in a group, or paid back", $"{order}: {buy}");
        }
    }
}
