using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Payments: those that an order keeps, and those that go back because no order could take them.</summary>
internal static class PaymentComparison
{
    public static IEnumerable<Difference> Of(IReadOnlyList<TradeBillLine> lines, DayBooks ours)
    {
        var booked = ours.Payments.ToLookup(p => p.TransactionId, StringComparer.Ordinal);
        var billed = lines.Select(l => l.TransactionId).ToHashSet(StringComparer.Ordinal);
        foreach (var same in lines.GroupBy(l => l.TransactionId, StringComparer.Ordinal))
        {
            var line = same.First();
            if (same.Skip(1).Any())
                yield return TwiceThere(line, same.Count());
            if (Compare(line, booked[line.TransactionId].FirstOrDefault()) is { } difference)
                yield return difference;
        }
        foreach (var same in booked)
        {
            if (same.Skip(1).Any())
                yield return TwiceHere(same.First(), same.Count());
            if (!billed.Contains(same.Key))
                yield return MissingThere(same.First());
        }
        foreach (var kept in ours.Payments.Where(p => p.IsKept).DistinctBy(p => p.TransactionId).GroupBy(p => p.OrderId).Where(k => k.Skip(1).Any()))
            yield return KeptTwice(kept.Key, [.. kept]);
    }

    private static Difference? Compare(TradeBillLine line, BookedPayment? booked) => (line.TradeState, booked) switch
    {
        // Revoked, no money moved: nothing to be booked.
        (BillTradeState.Revoked, null) => null,
        (_, null) => MissingHere(line),
        (not BillTradeState.Success, { } ours) => OtherState(line, ours),
        (_, { } ours) when OutTradeNo.TryParse(line.OutTradeNo, out var number) is false || number.OrderId != ours.OrderId => OtherOrder(line, ours),
        (_, { } ours) when ours.AmountFen.Value != line.OrderTotalFen => OtherAmount(line, ours),
        _ => null,
    };

    private static Difference MissingHere(TradeBillLine line)
    {
        var canTake = OutTradeNo.TryParse(line.OutTradeNo, out _);
        return Of(
            DifferenceClass.MissingHere, line, null, new Fen(line.OrderTotalFen),
            $"微信账单有一笔收款 {new Fen(line.OrderTotalFen)}，商城账本没有。",
            canTake
                ? "用 take 接口补单：商城会向微信查询，查实后自动记为订单付款；订单不能再收款的，自动原路退回。"
                : "商户订单号不是本商城的：查明是哪个系统用此商户号收款；不属于任何系统的，在商户平台原路退回。",
            canTake);
    }

    private static Difference MissingThere(BookedPayment ours) => new(
        Difference.IdOf(DifferenceClass.MissingThere, ours.TransactionId),
        DifferenceClass.MissingThere, ours.OutTradeNo?.Value, ours.TransactionId, null, ours.AmountFen, null,
        $"商城账本有一笔收款 {ours.AmountFen}（订单 {ours.OrderId}），微信账单没有。",
        "在商户平台按微信订单号核实：确有收款的，联系微信支付补账单；确无收款的，暂停发货并排查付款通知的来源与密钥。",
        CanTake: false);

    private static Difference OtherAmount(TradeBillLine line, BookedPayment ours) => Of(
        DifferenceClass.Amount, line, ours.AmountFen, new Fen(line.OrderTotalFen),
        $"同一笔收款，商城记 {ours.AmountFen}，微信账单记 {new Fen(line.OrderTotalFen)}。",
        "在商户平台核实实收金额：多收的退还差额，少收的与买家联系；并查明付款通知里的金额为何不同。");

    private static Difference OtherState(TradeBillLine line, BookedPayment ours) => Of(
        DifferenceClass.State, line, ours.AmountFen, new Fen(line.OrderTotalFen),
        $"商城已记为收款 {ours.AmountFen}，微信账单的交易状态是 {line.TradeStateText}。",
        "在商户平台核实这笔交易：确已撤销的，暂停发货，与买家联系重新付款或取消订单。");

    private static Difference OtherOrder(TradeBillLine line, BookedPayment ours) => Of(
        DifferenceClass.State, line, ours.AmountFen, new Fen(line.OrderTotalFen),
        $"同一微信订单号，商城记在订单 {ours.OrderId} 名下，微信账单的商户订单号不是该订单的。",
        "在商户平台按微信订单号核实收款属于哪个订单，再人工更正。");

    private static Difference TwiceThere(TradeBillLine line, int times) => Of(
        DifferenceClass.Duplicate, line, new Fen(line.OrderTotalFen), new Fen(line.OrderTotalFen) * times,
        $"同一笔收款在微信账单中出现 {times} 次。",
        "在商户平台核实是否重复入账：只有一笔实收的，联系微信支付更正账单；确有多笔的，把多收的退还买家。");

    private static Difference TwiceHere(BookedPayment ours, int times) => new(
        Difference.IdOf(DifferenceClass.Duplicate, ours.TransactionId),
        DifferenceClass.Duplicate, ours.OutTradeNo?.Value, ours.TransactionId, null, ours.AmountFen * times, ours.AmountFen,
        $"同一笔收款在商城账本中记了 {times} 次。",
        "按微信订单号查出涉及的订单，只保留实际付款的那一个，其余暂停发货。",
        CanTake: false);

    private static Difference KeptTwice(OrderId order, IReadOnlyList<BookedPayment> kept) => new(
        Difference.IdOf(DifferenceClass.Duplicate, order.Value),
        DifferenceClass.Duplicate, kept[^1].OutTradeNo?.Value, kept[^1].TransactionId, null, Fen.Sum(kept.Select(p => p.AmountFen)), null,
        $"订单 {order} 留下了 {kept.Count} 笔付款：{string.Join('、', kept.Select(p => p.TransactionId))}。",
        "一个订单只应留一笔付款：把其余的原路退还买家。",
        CanTake: false);

    private static Difference Of(DifferenceClass @class, TradeBillLine line, Fen? ours, Fen? theirs, string what, string remedy, bool canTake = false) =>
        new(Difference.IdOf(@class, line.TransactionId), @class, line.OutTradeNo, line.TransactionId, null, ours, theirs, what, remedy, canTake);
}
