namespace WeCommerce.WeChat.Pay;

/// <summary>An order to be paid inside WeChat (JSAPI下单, mini-program and official account).</summary>
public sealed record JsapiPrepay
{
    /// <summary>The app in which is paid; it must be bound to the merchant.</summary>
    public required string AppId { get; init; }

    /// <summary>The payer, as known to <see cref="AppId"/>.</summary>
    public required string OpenId { get; init; }

    /// <summary>6 to 32 of <c>[0-9A-Za-z_\-|*]</c>, unique per merchant, trade type and payer.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Shown to the payer; 1 to 127 characters.</summary>
    public required string Description { get; init; }

    /// <summary>分, at least 1.</summary>
    public required long TotalFen { get; init; }

    /// <summary>Until when can be paid; only counts in the first call for a number. Less than a minute ahead is lifted to one minute by WeChat.</summary>
    public required DateTimeOffset TimeExpire { get; init; }

    /// <summary>Where the payment is notified: absolute, at most 255 characters, without query.</summary>
    public required Uri NotifyUrl { get; init; }

    /// <summary>Comes back in query and notification; at most 128 characters.</summary>
    public string? Attach { get; init; }

    /// <summary>Names the order, not the payer.</summary>
    public override string ToString() => $"{nameof(JsapiPrepay)} {OutTradeNo}, {TotalFen} fen";
}

/// <summary>A prepared payment.</summary>
/// <param name="PrepayId">Valid for two hours, whatever <see cref="JsapiPrepay.TimeExpire"/> says; repeat the prepay unchanged for a fresh one.</param>
public sealed record Prepaid(string PrepayId);

/// <summary>The order is closed at WeChat: it can no longer be paid.</summary>
public sealed record Closed
{
    public static Closed Instance { get; } = new();
}
