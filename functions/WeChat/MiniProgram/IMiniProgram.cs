namespace WeCommerce.WeChat.MiniProgram;

/// <summary>What a shop asks of a mini-program's server API. Expected failures are values; only the caller's own token throws.</summary>
public interface IMiniProgram
{
    /// <summary>小程序登录 (code2Session). Never repeated by itself: a code counts once, and may have counted although no answer came.</summary>
    /// <param name="appId">The app in which <c>wx.login</c> gave the code.</param>
    /// <param name="code">Valid once, for five minutes.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<MiniProgramAnswer<LoginSession>> LoginAsync(string appId, string code, CancellationToken ct);

    /// <summary>获取手机号. Repeated once when WeChat no longer takes the access token, which it checks before it looks at the code.</summary>
    /// <param name="appId">The app whose button gave the code.</param>
    /// <param name="code">From <c>open-type="getPhoneNumber"</c>, not from <c>wx.login</c>; valid once, for five minutes.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<MiniProgramAnswer<PhoneNumber>> GetPhoneNumberAsync(string appId, string code, CancellationToken ct);
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
