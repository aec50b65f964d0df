namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>The columns of the trade bill (申请交易账单).</summary>
internal sealed class TradeBillSheet : BillSheet<TradeBillLine, TradeBillSummary>
{
    public static TradeBillSheet Instance { get; } = new();

    protected override IReadOnlyList<string> Required { get; } =
        ["交易时间", "公众账号ID", "商户号", "微信订单号", "商户订单号", "交易类型", "交易状态", "货币种类", "应结订单金额", "手续费", "订单金额"];

    protected override string CountColumn => "总交易单数";

    protected override TradeBillLine Line(BillRow row) => new()
    {
        TradeTime = row.Time("交易时间"),
        AppId = row.Word("公众账号ID"),
        MchId = row.Word("商户号"),
        SubMchId = row.NumberOrNull("特约商户号"),
        DeviceInfo = row.WordOrNull("设备号"),
        TransactionId = row.Number("微信订单号"),
        OutTradeNo = row.Number("商户订单号"),
        PayerOpenId = row.TextOrNull("用户标识"),
        TradeType = row.Word("交易类型"),
        TradeState = State(row.Text("交易状态")),
        TradeStateText = row.Word("交易状态"),
        BankType = row.WordOrNull("付款银行"),
        Currency = row.Word("货币种类"),
        SettlementTotalFen = row.Fen("应结订单金额"),
        CouponFen = row.Fen("代金券金额"),
        Refund = Refund(row),
        Description = row.WordOrNull("商品名称"),
        Attach = row.WordOrNull("商户数据包"),
        Fee = row.Fee("手续费"),
        FeeRate = row.WordOrNull("费率"),
        FeeRateRemark = row.WordOrNull("费率备注"),
        OrderTotalFen = row.Fen("订单金额"),
    };

    protected override TradeBillSummary Summary(BillRow row) => new()
    {
        Count = row.Count(CountColumn),
        SettlementTotalFen = Sum(row, "应结订单总金额"),
        RefundFen = Sum(row, "退款总金额"),
        CouponRefundFen = Sum(row, "充值券退款总金额"),
        Fee = row.Has("手续费总金额") ? row.Fee("手续费总金额") : null,
        OrderTotalFen = Sum(row, "订单总金额"),
        RequestedRefundFen = Sum(row, "申请退款总金额"),
    };

    protected override void Compare(TradeBillSummary summary, IReadOnlyList<TradeBillLine> lines, BillRow row)
    {
        Compare(row, CountColumn, summary.Count, lines.Count);
        Compare(row, "应结订单总金额", summary.SettlementTotalFen, Total(lines, l => l.SettlementTotalFen));
        Compare(row, "退款总金额", summary.RefundFen, Total(lines, l => l.Refund?.RefundFen ?? 0));
        Compare(row, "充值券退款总金额", summary.CouponRefundFen, Total(lines, l => l.Refund?.CouponRefundFen ?? 0));
        Compare(row, "订单总金额", summary.OrderTotalFen, Total(lines, l => l.OrderTotalFen));
        Compare(row, "申请退款总金额", summary.RequestedRefundFen, Total(lines, l => l.Refund?.RequestedFen ?? 0));
        var fee = Total(lines, l => l.Fee.Value);
        // The lines print five decimals, the sum may print two.
        var isRounded = summary.Fee is { Value: var sum } && sum % 1000 == 0 && Int128.Abs(fee - sum) <= 500;
        if (!isRounded)
            Compare(row, "手续费总金额", summary.Fee?.Value, fee);
    }

    private static TradeBillRefund? Refund(BillRow row)
    {
        if (row.NumberOrNull("微信退款单号") is not { } refundId)
        {
            if (row.Fen("退款金额") != 0)
                row.Fail("微信退款单号", "is missing where an amount is refunded", 0);
            return null;
        }
        return new TradeBillRefund
        {
            RefundId = refundId,
            OutRefundNo = row.Number("商户退款单号"),
            RefundFen = row.Fen("退款金额"),
            CouponRefundFen = row.Fen("充值券退款金额"),
            Channel = row.WordOrNull("退款类型"),
            Status = RefundState(row.Text("退款状态")),
            StatusText = row.Word("退款状态"),
            RequestedFen = row.Fen("申请退款金额"),
            RequestTime = row.TimeOrNull("退款申请时间"),
            SuccessTime = row.TimeOrNull("退款成功时间"),
        };
    }

    private static BillTradeState State(string text) => text switch
    {
        "SUCCESS" => BillTradeState.Success,
        "REFUND" => BillTradeState.Refund,
        "REVOKED" => BillTradeState.Revoked,
        _ => BillTradeState.Unknown,
    };

    private static BillRefundState RefundState(string text) => text switch
    {
        "SUCCESS" => BillRefundState.Success,
        "PROCESSING" => BillRefundState.Processing,
        "FAIL" => BillRefundState.Fail,
        "CHANGE" => BillRefundState.Change,
        _ => BillRefundState.Unknown,
    };
}
