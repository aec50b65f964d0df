using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

internal static class Samples
{
    public const string Transaction = """
        {"mchid":"1900007291","appid":"wx1234567890abcdef","out_trade_no":"2026010100001","transaction_id":"4200002601202601010000000001",
        "trade_type":"JSAPI","trade_state":"SUCCESS","trade_state_desc":"支付成功","bank_type":"OTHERS","attach":"a",
        "success_time":"2026-01-01T08:00:00+08:00","payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        "amount":{"total":1990,"payer_total":1890,"currency":"CNY","payer_currency":"CNY"}}
        """;

    public const string Refund = """
        {"refund_id":"50000001","out_refund_no":"RF2026010100001","transaction_id":"4200002601202601010000000001",
        "out_trade_no":"2026010100001","channel":"ORIGINAL","user_received_account":"零钱","create_time":"2026-01-01T08:00:00+08:00",
        "status":"PROCESSING","amount":{"total":1990,"refund":990,"payer_total":1990,"payer_refund":990,"currency":"CNY"}}
        """;

    public static JsapiPrepay Prepay { get; } = new()
    {
        AppId = "wx1234567890abcdef",
        OpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        OutTradeNo = "2026010100001",
        Description = "Image形象店-深圳腾大-QQ公仔 <\"&'> 😀",
        TotalFen = 1990,
        TimeExpire = DateTimeOffset.FromUnixTimeSeconds(1767226500).AddMilliseconds(250),
        NotifyUrl = new("https://shop.example.com/pay/notify"),
        Attach = "a",
    };

    public static RefundOrder RefundOrder { get; } = new()
    {
        OutTradeNo = "2026010100001",
        OutRefundNo = "RF2026010100001",
        RefundFen = 990,
        TotalFen = 1990,
        Reason = "不想要了",
        NotifyUrl = new("https://shop.example.com/pay/refund-notify"),
    };
}
