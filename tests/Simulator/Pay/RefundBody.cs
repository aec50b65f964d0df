using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

/// <summary>The refund object of the API (field status) and of REFUND.* notifies (field refund_status).</summary>
internal static class RefundBody
{
    public static object OfApi(Refund refund) => new
    {
        refund_id = refund.RefundId,
        out_refund_no = refund.OutRefundNo,
        transaction_id = refund.TransactionId,
        out_trade_no = refund.OutTradeNo,
        channel = refund.Channel,
        user_received_account = refund.ReceivedAccount,
        success_time = Time(refund.SuccessTime),
        create_time = ChinaTime.Text(refund.CreateTime),
        status = WireStatus(refund.Status),
        funds_account = refund.FundsAccount,
        amount = new
        {
            total = refund.TotalFen,
            refund = refund.RefundFen,
            payer_total = refund.TotalFen,
            payer_refund = refund.RefundFen,
            settlement_refund = refund.RefundFen,
            settlement_total = refund.TotalFen,
            discount_refund = 0,
            currency = "CNY",
        },
    };

    public static object OfNotify(Refund refund, string mchId) => new
    {
        mchid = mchId,
        out_trade_no = refund.OutTradeNo,
        transaction_id = refund.TransactionId,
        out_refund_no = refund.OutRefundNo,
        refund_id = refund.RefundId,
        refund_status = WireStatus(refund.Status),
        success_time = Time(refund.SuccessTime),
        user_received_account = refund.ReceivedAccount,
        amount = new
        {
            total = refund.TotalFen,
            refund = refund.RefundFen,
            payer_total = refund.TotalFen,
            payer_refund = refund.RefundFen,
        },
    };

    public static string WireStatus(RefundStatus status) => status.ToString().ToUpperInvariant();

    private static string? Time(DateTimeOffset? at) => at is { } time ? ChinaTime.Text(time) : null;
}
