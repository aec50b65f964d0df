using System.Collections.Concurrent;
using WeCommerce.Checker;

namespace WeCommerce.Faults.Schedules;

/// <summary>What schedules led to: rules that nothing ever tries prove nothing.</summary>
internal sealed class Coverage
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    public int this[string what] => _seen.GetValueOrDefault(what);

    public void Add(Outcome outcome)
    {
        foreach (var trouble in outcome.Troubles)
            Count($"{trouble.Trouble}");
        foreach (var order in outcome.Orders)
            Add(order);
        foreach (var group in outcome.Groups)
            Count($"group {group.Stage}");
    }

    public override string ToString() => string.Join(", ", _seen.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}"));

    private void Add(OrderSeen order)
    {
        Count($"order {order.Status}");
        foreach (var _ in order.Unwanted)
            Count("unwanted payment");
        foreach (var sale in order.Cases)
            Count($"case {sale.Kind} {sale.Stage}");
        foreach (var refund in order.Refunds)
            Count($"refund {refund.Stage}");
        if (order.GroupBuy?.State is { } state)
            Count($"in a group {state}");
        if (order.Rebates.Any(r => r > 0))
            Count("ladder difference");
        if (order.FlashSale is not null)
            Count($"in a flash sale {order.Status}");
        if (order.ExchangeOf is not null)
            Count("exchange order");
    }

    private void Count(string what) => _seen.AddOrUpdate(what, 1, static (_, n) => n + 1);
}
