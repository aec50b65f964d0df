using WeCommerce.Shop.Money;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Refunds. Both sides must know each of the same amount and payment; when it arrived is the later news of the two.</summary>
internal static class RefundComparison
{
    public static IEnumerable<Difference> Of(IReadOnlyList<TradeBillLine> lines, DayBooks ours)
    {
        var booked = ours.Refunds.ToDictionary(r => r.RefundId.Value, StringComparer.Ordinal);
        var billed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var same in Refunds(lines).GroupBy(r => r.Refund.RefundId, StringComparer.Ordinal))
        {
            var (line, refund) = same.First();
            billed.Add(refund.OutRefundNo);
            if (same.Skip(1).Any())
                yield return TwiceThere(line, refund, same.Count());
            if (Compare(line, refund, booked.GetValueOrDefault(refund.OutRefundNo), ours.Day) is { } difference)
                yield return difference;
        }
        foreach (var missing in ours.Refunds.Where(r => r.BelongsTo(ours.Day) && !billed.Contains(r.RefundId.Value)))
            yield return MissingThere(missing);
    }

    /// <summary>Whether what the books say of a refund can be so when the bill, made on the morning after, says this.</summary>
    public static bool Agree(BillRefundState bill, BookedRefund ours, DateOnly day)
    {
        var arrivedLater = ours.SucceededAt is { } at && ShopDay.Of(at) > day;
        return bill switch
        {
            BillRefundState.Success => ours.Stage == RefundStage.Succeeded,
            BillRefundState.Processing => ours.Stage != RefundStage.Succeeded || arrivedLater,
            BillRefundState.Fail => ours.Stage == RefundStage.Closed,
            BillRefundState.Change => ours.Stage is RefundStage.Abnormal or RefundStage.Closed || (ours.Stage == RefundStage.Succeeded && arrivedLater),
            BillRefundState.Unknown => false,
        };
    }

    private static IEnumerable<(TradeBillLine Line, TradeBillRefund Refund)> Refunds(IEnumerable<TradeBillLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Refund is { } refund)
                yield return (line, refund);
        }
    }

    private static Difference? Compare(TradeBillLine line, TradeBillRefund refund, BookedRefund? booked, DateOnly day)
    {
        if (booked is null)
            return refund.Status == BillRefundState.Fail ? null : MissingHere(line, refund);
        if (booked.AmountFen.Value != refund.RequestedFen)
            return OtherAmount(line, refund, booked);
        if (booked.TransactionId != line.TransactionId)
            return OtherPayment(line, refund, booked);
        return Agree(refund.Status, booked, day) ? null : OtherState(line, refund, booked);
    }

    private static Difference MissingHere(TradeBillLine line, TradeBillRefund refund) => Of(
        DifferenceClass.Refund, line, refund, null,
        $"微信账单有一笔退款 {new Fen(refund.RequestedFen)}（{refund.StatusText}），商城没有发起过。",
        "查明是否有人在商户平台直接退款：核对订单，线下登记；不明来源的立即检查商户平台账号。");

    private static Difference MissingThere(BookedRefund ours) => new(
        Difference.IdOf(DifferenceClass.Refund, ours.RefundId.Value),
        DifferenceClass.Refund, null, ours.TransactionId, ours.RefundId.Value, ours.AmountFen, null,
        $"商城记有一笔微信已受理的退款 {ours.AmountFen}，微信账单没有。",
        "用 take 接口核实：商城会向微信查询并按结果更新；仍不一致的，在商户平台核实钱是否已退给买家。",
        CanTake: true);

    private static Difference OtherAmount(TradeBillLine line, TradeBillRefund refund, BookedRefund ours) => Of(
        DifferenceClass.Refund, line, refund, ours.AmountFen,
        $"同一笔退款，商城记 {ours.AmountFen}，微信账单记 {new Fen(refund.RequestedFen)}。",
        "用 take 接口让商城向微信核实；仍不一致的，在商户平台核实实退金额，多退或少退的与买家联系。",
        canTake: true);

    private static Difference OtherPayment(TradeBillLine line, TradeBillRefund refund, BookedRefund ours) => Of(
        DifferenceClass.Refund, line, refund, ours.AmountFen,
        $"同一笔退款，商城退的是付款 {ours.TransactionId}，微信账单退的是付款 {line.TransactionId}。",
        "在商户平台核实退的是哪一笔付款；退错的与买家联系。");

    private static Difference OtherState(TradeBillLine line, TradeBillRefund refund, BookedRefund ours) => Of(
        DifferenceClass.State, line, refund, ours.AmountFen,
        $"退款 {ours.AmountFen}，商城的状态是“{TextOf(ours.Stage)}”，微信账单的状态是 {refund.StatusText}。",
        "用 take 接口核实：商城会向微信查询并按结果更新；仍不一致的，在商户平台核实钱是否已退给买家。",
        canTake: true);

    private static Difference TwiceThere(TradeBillLine line, TradeBillRefund refund, int times) => Of(
        DifferenceClass.Duplicate, line, refund, new Fen(refund.RequestedFen),
        $"同一笔退款在微信账单中出现 {times} 次。",
        "在商户平台核实是否重复退款：只退了一次的，联系微信支付更正账单；确实多退的，与买家联系。") with
    {
        TheirsFen = new Fen(refund.RequestedFen) * times,
    };

    private static Difference Of(
        DifferenceClass @class, TradeBillLine line, TradeBillRefund refund, Fen? ours, string what, string remedy, bool canTake = false) =>
        new(
            Difference.IdOf(@class, refund.OutRefundNo),
            @class, line.OutTradeNo, line.TransactionId, refund.OutRefundNo, ours, new Fen(refund.RequestedFen), what, remedy, canTake);

    private static string TextOf(RefundStage stage) => stage switch
    {
        RefundStage.Sending => "待微信受理",
        RefundStage.Processing => "退款中",
        RefundStage.Succeeded => "已退款",
        RefundStage.Abnormal => "异常",
        RefundStage.Closed => "已关闭",
    };
}
