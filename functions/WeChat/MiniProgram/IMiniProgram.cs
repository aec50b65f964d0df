using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>What a shop asks of a mini-program's server API. Expected failures are values; only the caller's own token throws.</summary>
public interface IMiniProgram
{
    /// <summary>小程序登录 (code2Session). Never repeated by itself: a code counts once, and may have counted although no answer came.</summary>
    /// <param name="appId">The app in which <c>wx.login</c> gave the code.</param>
    /// <param name="code">Valid once, for five minutes.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<LoginSession>> LoginAsync(string appId, string code, CancellationToken ct);

    /// <summary>获取手机号. Repeated once when WeChat no longer takes the access token, which it checks before it looks at the code.</summary>
    /// <param name="appId">The app whose button gave the code.</param>
    /// <param name="code">From <c>open-type="getPhoneNumber"</c>, not from <c>wx.login</c>; valid once, for five minutes.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<PhoneNumber>> GetPhoneNumberAsync(string appId, string code, CancellationToken ct);

    /// <summary>
    /// 发货信息录入 (upload_shipping_info). Repeat it until it succeeds, each time with a later UploadTime: without it WeChat keeps the money.
    /// Success also when WeChat had it before (10060023).
    /// </summary>
    /// <param name="appId">The app in which was paid.</param>
    /// <param name="report">Checked before it is sent.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Reported>> ReportShippingAsync(string appId, ShippingReport report, CancellationToken ct);

    /// <summary>发货信息合单录入 (upload_combined_shipping_info): <see cref="ReportShippingAsync"/> for a combined payment.</summary>
    /// <param name="appId">The app in which was paid.</param>
    /// <param name="report">Checked before it is sent.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Reported>> ReportCombinedShippingAsync(string appId, CombinedShippingReport report, CancellationToken ct);

    /// <summary>
    /// 确认收货提醒 (notify_confirm_receive): WeChat asks the payer to confirm. Once for each order, express only; success also when the payer
    /// was reminded before (10060030).
    /// </summary>
    /// <param name="appId">The app in which was paid.</param>
    /// <param name="payment">Shipped.</param>
    /// <param name="receivedTime">When the carrier handed it over; after shipping.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Reported>> RemindReceiptAsync(string appId, PaymentKey payment, DateTimeOffset receivedTime, CancellationToken ct);

    /// <summary>查询订单发货状态 (get_order).</summary>
    /// <param name="appId">The app in which was paid.</param>
    /// <param name="payment">Any, <see cref="ApiFailureKind.NotYet"/> when WeChat knows none.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<ShippingOrder>> FindShippingOrderAsync(string appId, PaymentKey payment, CancellationToken ct);

    /// <summary>查询小程序是否已开通发货信息管理服务 (is_trade_managed).</summary>
    /// <param name="appId">One of the own apps.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<TradeManagement>> IsTradeManagedAsync(string appId, CancellationToken ct);
}

/// <summary>Who logged in.</summary>
/// <param name="OpenId">The user, as known to this app only.</param>
/// <param name="UnionId">The user, as known to all apps of one Open Platform account; null without such an account.</param>
/// <param name="SessionKey">Secret: must never reach the client.</param>
public sealed record LoginSession(string OpenId, string? UnionId, string SessionKey)
{
    /// <summary>Prints nothing of the person or the key.</summary>
    public override string ToString() => nameof(LoginSession);
}

/// <summary>A phone number that WeChat vouches for.</summary>
/// <param name="Number">With country code when it is not a Chinese number.</param>
/// <param name="PureNumber">Without country code.</param>
/// <param name="CountryCode">86 …</param>
public sealed record PhoneNumber(string Number, string PureNumber, string CountryCode)
{
    /// <summary>Prints nothing of the number.</summary>
    public override string ToString() => nameof(PhoneNumber);
}
