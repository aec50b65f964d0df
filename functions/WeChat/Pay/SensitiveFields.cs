namespace WeCommerce.WeChat.Pay;

/// <summary>Fields that APIv3 wants encrypted (敏感信息加解密): names, card and phone numbers.</summary>
public sealed class SensitiveFields
{
    private readonly VerificationKeys _keys;
    private readonly MerchantKey _merchant;

    internal SensitiveFields(VerificationKeys keys, MerchantKey merchant)
    {
        _keys = keys;
        _merchant = merchant;
    }

    /// <summary>For WeChat; null while no key of WeChat's is known.</summary>
    /// <param name="text">At most 214 bytes in UTF-8.</param>
    /// <param name="ct">Ends the wait for a download of certificates.</param>
    public async ValueTask<SensitiveField?> EncryptAsync(string text, CancellationToken ct) =>
        await _keys.NewestAsync(ct) is { } key ? new SensitiveField(key.Encrypt(text), key.Serial) : null;

    /// <summary>From WeChat; null when it was not encrypted for this merchant's certificate.</summary>
    public string? Decrypt(string ciphertext) => _merchant.Decrypt(ciphertext);
}

/// <summary>A field that only WeChat can read.</summary>
/// <param name="Ciphertext">Base64, for the body.</param>
/// <param name="Serial">For the request's <c>Wechatpay-Serial</c>.</param>
public sealed record SensitiveField(string Ciphertext, string Serial);
