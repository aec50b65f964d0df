namespace WeCommerce.WeChat.Pay;

/// <summary>Exactly what <c>wx.requestPayment</c> takes (小程序调起支付); <paramref name="AppId"/> is signed but not passed there.</summary>
/// <param name="AppId">The app in which the payment sheet opens.</param>
/// <param name="TimeStamp">Seconds since 1970, as text.</param>
/// <param name="NonceStr">Random, 32 characters.</param>
/// <param name="Package"><c>prepay_id=…</c></param>
/// <param name="SignType">Always <c>RSA</c>.</param>
/// <param name="PaySign">Base64 of the merchant's signature.</param>
public sealed record PaymentParameters(string AppId, string TimeStamp, string NonceStr, string Package, string SignType, string PaySign)
{
    /// <summary>Names the app only: whoever has the rest can open the payment sheet.</summary>
    public override string ToString() => $"{nameof(PaymentParameters)} for {AppId}";
}
