namespace WeCommerce.Simulator.Keys;

/// <summary>How WeChat proves itself to this merchant.</summary>
internal enum KeyMode
{
    /// <summary>A new merchant: the WeChat Pay public key only; there are no platform certificates to download.</summary>
    PublicKey,

    /// <summary>An old merchant: platform certificates only.</summary>
    PlatformCertificate,

    /// <summary>A merchant in the weeks of the switch: answers follow the request's Wechatpay-Serial, notifies come with either.</summary>
    Both,
}
