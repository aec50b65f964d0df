using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Shop.Refunds;
using WeCommerce.Unit.Orders;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Unit.Reconciliation;

/// <summary>Days of a shop and their bills, by hand.</summary>
internal static class Bills
{
    public static readonly DateOnly Day = new(2026, 11, 11);

    public static readonly DateTimeOffset Noon = ShopDay.Begin(Day).AddHours(12);

    /// <summary>0.60%, and what it makes of an amount: 四舍五入 to the fen.</summary>
    public static long FeeOf(long fen) => ((fen * 60) + 5000) / 10000;

    public static OrderId Order(int n) =>
        OrderId.TryParse($"{Some.Member}222222222{n:00000000}", out var id) ? id : throw new ArgumentOutOfRangeException(nameof(n));

    public static string Transaction(int n) => $"420000999920261111{n:0000000000}";

    public static BookedPayment Payment(int n, long fen, bool isKept = true) => new(Order(n), Transaction(n), OutTradeNo.Of(Order(n), 1), new Fen(fen), isKept);

    /// <summary>A refund of payment n that was accepted at noon and arrived a minute later.</summary>
    public static BookedRefund Refund(int n, long fen, int number = 1) => new(
        RefundId.Of(Order(n), number), Transaction(n), new Fen(fen), RefundStage.Succeeded, Noon, Noon, Noon.AddMinutes(1));

    public static TradeBillLine LineOf(BookedPayment payment) => new()
    {
        TradeTime = Noon,
        AppId = "wx1234567890abcdef",
        MchId = "1900000001",
        TransactionId = payment.TransactionId,
        OutTradeNo = $"{payment.OutTradeNo}",
        PayerOpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        TradeType = "JSAPI",
        TradeState = BillTradeState.Success,
        TradeStateText = "SUCCESS",
        Currency = "CNY",
        SettlementTotalFen = payment.AmountFen.Value,
        CouponFen = 0,
        Fee = new MilliFen(FeeOf(payment.AmountFen.Value) * 1000),
        FeeRate = "0.60%",
        OrderTotalFen = payment.AmountFen.Value,
    };

    public static TradeBillLine LineOf(BookedRefund refund, BillRefundState status = BillRefundState.Success) => new()
    {
        TradeTime = Noon,
        AppId = "wx1234567890abcdef",
        MchId = "1900000001",
        TransactionId = refund.TransactionId,
        OutTradeNo = $"{OutTradeNo.Of(refund.RefundId.OrderId, 1)}",
        TradeType = "JSAPI",
        TradeState = BillTradeState.Refund,
        TradeStateText = "REFUND",
        Currency = "CNY",
        SettlementTotalFen = 0,
        CouponFen = 0,
        Refund = new TradeBillRefund
        {
            RefundId = $"50{refund.RefundId}",
            OutRefundNo = refund.RefundId.Value,
            RefundFen = refund.AmountFen.Value,
            CouponRefundFen = 0,
            Status = status,
            StatusText = $"{status}".ToUpperInvariant(),
            RequestedFen = refund.AmountFen.Value,
        },
        Fee = new MilliFen(status == BillRefundState.Fail ? 0 : -FeeOf(refund.AmountFen.Value) * 1000),
        FeeRate = "0.60%",
        OrderTotalFen = 0,
    };

    public static TradeBill Bill(params IReadOnlyList<TradeBillLine> lines) => new(lines, new TradeBillSummary { Count = lines.Count });

    /// <summary>The money bill that goes with a trade bill: a payment whole, its fee after it, a refund less the fee that comes back.</summary>
    public static FundFlowBill FlowsOf(TradeBill bill)
    {
        List<FundFlowBillLine> flows = [];
        foreach (var line in bill.Lines)
        {
            var fee = line.Fee.RoundToFen();
            if (line.Refund is { } refund)
            {
                if (refund.Status != BillRefundState.Fail)
                    flows.Add(Flow(refund.RefundId, "退款", FundDirection.Out, refund.RefundFen + fee));
                continue;
            }
            flows.Add(Flow(line.TransactionId, "交易", FundDirection.In, line.SettlementTotalFen));
            if (fee > 0)
                flows.Add(Flow(line.TransactionId, "扣除交易手续费", FundDirection.Out, fee));
        }
        return new(flows, new FundFlowBillSummary { Count = flows.Count });
    }

    public static IReadOnlyList<Difference> Compare(TradeBill bill, IReadOnlyList<BookedPayment> payments, params IReadOnlyList<BookedRefund> refunds) =>
        Reconciler.Compare(bill, FlowsOf(bill), new DayBooks(Day, payments, refunds));

    private static FundFlowBillLine Flow(string businessId, string type, FundDirection direction, long fen) => new()
    {
        BookedTime = Noon,
        BusinessId = businessId,
        FlowId = $"{businessId}{type}",
        BusinessName = type == "退款" ? "退款" : "交易",
        BusinessType = type,
        Direction = direction,
        AmountFen = fen,
        BalanceFen = 0,
    };
}
