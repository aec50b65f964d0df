using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Holds WeChat's bills of a day against the shop's books (对账). Pure; exact to the fen.</summary>
internal static class Reconciler
{
    /// <summary>What a day without any trade amounts to: WeChat makes no bill of it.</summary>
    public static TradeBill NoTrades { get; } = new([], new TradeBillSummary { Count = 0 });

    public static FundFlowBill NoFlows { get; } = new([], new FundFlowBillSummary { Count = 0 });

    /// <summary>Every difference, in the order of the classes; one fault in a bill is one difference.</summary>
    /// <param name="ours">With every payment and refund of the bill that an order knows, whatever the day that its entries are in.</param>
    public static IReadOnlyList<Difference> Compare(TradeBill bill, FundFlowBill flows, DayBooks ours) =>
        Numbered(
            PaymentComparison.Of([.. bill.Lines.Where(l => l.Refund is null)], ours)
                .Concat(RefundComparison.Of([.. bill.Lines.Where(l => l.Refund is not null)], ours))
                .Concat(FeeComparison.Of(bill, flows, ours)));

    // Two of one class about one number are rare, and still two.
    private static List<Difference> Numbered(IEnumerable<Difference> found) =>
    [
        .. found.GroupBy(d => d.Id, StringComparer.Ordinal)
            .SelectMany(same => same.Select((d, n) => n == 0 ? d : d with { Id = $"{d.Id}-{n + 1}" }))
            .OrderBy(d => d.Class)
            .ThenBy(d => d.Id, StringComparer.Ordinal),
    ];
}
