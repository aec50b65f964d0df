using WeCommerce.Shop.Money;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>What a day amounts to, by the books or by the bill.</summary>
/// <param name="RefundsFen">Refunds that were accepted on the day and did not fail.</param>
/// <param name="FeesFen">手续费, less what came back with refunds. The shop's: what the bill's rates make of the trades that it knows.</param>
internal sealed record DaySums(int Payments, Fen PaymentsFen, int Refunds, Fen RefundsFen, Fen FeesFen)
{
    /// <summary>What the day brought: payments less refunds and fees.</summary>
    public Fen NetFen => PaymentsFen - RefundsFen - FeesFen;

    public static DaySums Theirs(TradeBill bill)
    {
        var payments = bill.Lines.Where(l => l.Refund is null && l.TradeState == BillTradeState.Success).ToList();
        var refunds = bill.Lines.Select(l => l.Refund).OfType<TradeBillRefund>().Where(r => r.Status != BillRefundState.Fail).ToList();
        return new(
            payments.Count, Fen.Sum(payments.Select(l => new Fen(l.OrderTotalFen))),
            refunds.Count, Fen.Sum(refunds.Select(r => new Fen(r.RequestedFen))),
            FeeComparison.Billed(bill));
    }

    public static DaySums Ours(TradeBill bill, DayBooks ours)
    {
        var billed = bill.Lines.Select(l => l.Refund?.OutRefundNo).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var refunds = ours.Refunds.Where(r => r.BelongsTo(ours.Day) || (r.Stage != RefundStage.Closed && billed.Contains(r.RefundId.Value))).ToList();
        var (knownPayments, knownRefunds) = (ours.Payments.Select(p => p.TransactionId).ToHashSet(), ours.Refunds.Select(r => r.RefundId.Value).ToHashSet());
        var fees = bill.Lines.DistinctBy(l => (l.TransactionId, l.Refund?.RefundId))
            .Where(l => l.Refund is { } refund ? knownRefunds.Contains(refund.OutRefundNo) : knownPayments.Contains(l.TransactionId))
            .Select(FeeComparison.Due);
        return new(
            ours.Payments.Count, Fen.Sum(ours.Payments.Select(p => p.AmountFen)),
            refunds.Count, Fen.Sum(refunds.Select(r => r.AmountFen)),
            Fen.Sum(fees));
    }
}
