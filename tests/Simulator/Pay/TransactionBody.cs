namespace WeCommerce.Simulator.Pay;

/// <summary>The transaction object of queries and of TRANSACTION.SUCCESS.</summary>
internal static class TransactionBody
{
    public static object Of(Trade trade, DateTimeOffset now)
    {
        var state = trade.StateAt(now);
        return new
        {
            appid = trade.AppId,
            mchid = trade.MchId,
            out_trade_no = trade.OutTradeNo,
            transaction_id = trade.TransactionId,
            trade_type = trade.Paid ? "JSAPI" : null,
            trade_state = WireState(state),
            trade_state_desc = Description(state),
            bank_type = trade.Paid ? "OTHERS" : null,
            attach = trade.Attach ?? "",
            success_time = trade.SuccessTime is { } at ? Wire.ChinaTime.Text(at) : null,
            payer = trade.Paid ? new { openid = trade.OpenId } : null,
            amount = trade.Paid
                ? (object)new { total = trade.TotalFen, payer_total = trade.TotalFen, currency = "CNY", payer_currency = "CNY" }
                : new { total = trade.TotalFen, currency = "CNY", payer_currency = "CNY" },
            scene_info = trade.DeviceId is { } device_id ? new { device_id } : null,
        };
    }

    public static string WireState(TradeState state) => state.ToString().ToUpperInvariant();

    private static string Description(TradeState state) => state switch
    {
        TradeState.NotPay => "订单未支付",
        TradeState.Success => "支付成功",
        TradeState.Refund => "转入退款",
        _ => "订单已关闭",
    };
}
