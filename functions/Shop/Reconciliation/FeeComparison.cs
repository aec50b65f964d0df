using WeCommerce.Shop.Money;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Fees (手续费): each must be what its rate makes of its amount, and the money bill must have deducted what the trade bill says.</summary>
internal static class FeeComparison
{
    private const string Deduction = "扣除交易手续费";
    private const string RefundFlow = "退款";

    public static IEnumerable<Difference> Of(TradeBill bill, FundFlowBill flows, DayBooks ours)
    {
        var known = new KnownAmounts(ours);
        foreach (var line in bill.Lines.DistinctBy(l => (l.TransactionId, l.Refund?.RefundId)))
        {
            if (!IsRight(line, known.Of(line)))
                yield return OtherFee(line);
        }
        var (billed, deducted) = (Billed(bill), Deducted(bill, flows));
        if (billed != deducted)
            yield return OtherSum(ours.Day, billed, deducted);
    }

    /// <summary>The day's fees by the trade bill, less those that came back.</summary>
    public static Fen Billed(TradeBill bill) => Fen.Sum(bill.Lines.Select(l => new Fen(l.Fee.RoundToFen())));

    /// <summary>The same by the fund-flow bill: what was deducted, less what refunds took less than their amount.</summary>
    public static Fen Deducted(TradeBill bill, FundFlowBill flows)
    {
        var refunds = bill.Lines.Select(l => l.Refund).OfType<TradeBillRefund>().ToLookup(r => r.RefundId, StringComparer.Ordinal);
        return Fen.Sum(flows.Lines.Select(f => f.BusinessType switch
        {
            Deduction => new Fen(f.Direction == FundDirection.Out ? f.AmountFen : -f.AmountFen),
            RefundFlow when f.Direction == FundDirection.Out && refunds[f.BusinessId].FirstOrDefault() is { } refund => new Fen(f.AmountFen - refund.RefundFen),
            _ => Fen.Zero,
        }));
    }

    /// <summary>What a line's fee should be.</summary>
    public static Fen Due(TradeBillLine line) => IsRight(line, null) || !FeeRule.TryParseRate(line.FeeRate ?? "", out var rate)
        ? new Fen(line.Fee.RoundToFen())
        : line.Refund is { } refund ? new Fen(-FeeRule.Of(refund.RefundFen, rate)) : new Fen(FeeRule.Of(line.SettlementTotalFen, rate));

    // Where the amounts differ it is they that are wrong: a fee that is right for the books' amount is no difference of its own.
    private static bool IsRight(TradeBillLine line, Fen? ours)
    {
        if (line.Refund?.Status == BillRefundState.Fail)
            return line.Fee.Value == 0;
        if (string.IsNullOrEmpty(line.FeeRate))
            return true;
        if (!FeeRule.TryParseRate(line.FeeRate, out var rate))
            return false;
        if (line.Refund is { } refund)
            return FeeRule.IsReturnOf(refund.RefundFen, rate, line.Fee) || (ours is { } fen && fen.Value != refund.RequestedFen && FeeRule.IsReturnOf(fen.Value, rate, line.Fee));
        return FeeRule.IsFeeOf(line.SettlementTotalFen, rate, line.Fee)
            || (ours is { } paid && paid.Value != line.OrderTotalFen && FeeRule.IsFeeOf(paid.Value, rate, line.Fee));
    }

    private static Difference OtherFee(TradeBillLine line) => new(
        Difference.IdOf(DifferenceClass.Fee, line.Refund?.OutRefundNo ?? line.TransactionId),
        DifferenceClass.Fee, line.OutTradeNo, line.TransactionId, line.Refund?.OutRefundNo, Due(line), new Fen(line.Fee.RoundToFen()),
        $"微信账单的手续费是 {new Fen(line.Fee.RoundToFen())}，按费率 {line.FeeRate} 应为 {Due(line)}。",
        "核对与微信支付签约的费率和优惠；确实多收的，凭本报告联系微信支付。",
        CanTake: false);

    private static Difference OtherSum(DateOnly day, Fen billed, Fen deducted) => new(
        Difference.IdOf(DifferenceClass.Fee, "day"),
        DifferenceClass.Fee, null, null, null, billed, deducted,
        $"{day:yyyy-MM-dd} 的手续费，交易账单合计 {billed}，资金账单实际扣除 {deducted}。",
        "在商户平台对照两份账单，找出手续费不同的交易；确实多扣的，联系微信支付。",
        CanTake: false);

    /// <summary>What the books say that was paid or refunded.</summary>
    private sealed class KnownAmounts(DayBooks ours)
    {
        private readonly Dictionary<string, Fen> _payments = ours.Payments.DistinctBy(p => p.TransactionId).ToDictionary(p => p.TransactionId, p => p.AmountFen);
        private readonly Dictionary<string, Fen> _refunds = ours.Refunds.ToDictionary(r => r.RefundId.Value, r => r.AmountFen);

        public Fen? Of(TradeBillLine line) =>
            line.Refund is { } refund
                ? _refunds.TryGetValue(refund.OutRefundNo, out var given) ? given : null
                : _payments.TryGetValue(line.TransactionId, out var paid) ? paid : null;
    }
}
