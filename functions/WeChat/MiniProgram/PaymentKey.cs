namespace WeCommerce.WeChat.MiniProgram;

/// <summary>Which payment is meant: by WeChat's number, or by the merchant's.</summary>
public abstract record PaymentKey
{
    private PaymentKey()
    {
    }

    /// <summary>微信支付单号.</summary>
    public sealed record Transaction(string TransactionId) : PaymentKey;

    /// <summary>商户侧单号.</summary>
    public sealed record OutTrade(string MchId, string OutTradeNo) : PaymentKey;
}
