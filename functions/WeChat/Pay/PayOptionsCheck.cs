using System.Text;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>Names every wrong setting at once, and never prints a value.</summary>
internal sealed class PayOptionsCheck : IValidateOptions<PayOptions>
{
    public ValidateOptionsResult Validate(string? name, PayOptions options)
    {
        var problems = Problems(options).Select(p => $"{PayOptions.Section}:{p}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(PayOptions o)
    {
        if (!WeChatHttp.IsBaseAddress(o.Endpoint))
            yield return "Endpoint must be an absolute http or https address without query";
        if (o.MchId.Length is 0 or > 32 || !o.MchId.All(char.IsAsciiDigit))
            yield return "MchId must be 1 to 32 digits";
        if (o.MerchantSerialNo.Length is 0 or > 64 || !o.MerchantSerialNo.All(char.IsAsciiHexDigit))
            yield return "MerchantSerialNo must be the hexadecimal serial number of the merchant certificate";
        if (!PayKeys.IsPrivateKey(o.MerchantPrivateKeyPem))
            yield return "MerchantPrivateKeyPem must be an RSA private key of at least 2048 bits in PEM";
        if (Encoding.UTF8.GetByteCount(o.ApiV3Key) != 32)
            yield return "ApiV3Key must be exactly 32 bytes";
        if (string.IsNullOrEmpty(o.PublicKeyId) != string.IsNullOrEmpty(o.PublicKeyPem))
            yield return "PublicKeyId and PublicKeyPem must be set together";
        if (!string.IsNullOrEmpty(o.PublicKeyId) && !PayKeys.IsPublicKeyId(o.PublicKeyId))
            yield return $"PublicKeyId must begin with {PayKeys.PublicKeyPrefix}";
        if (!string.IsNullOrEmpty(o.PublicKeyPem) && !PayKeys.IsPublicKey(o.PublicKeyPem))
            yield return "PublicKeyPem must be an RSA public key of at least 2048 bits in PEM";
        if (string.IsNullOrEmpty(o.PublicKeyId) && !o.UsePlatformCertificates)
            yield return "UsePlatformCertificates must be true when no public key is configured";
        if (o.CertificateRefreshInterval <= TimeSpan.Zero)
            yield return "CertificateRefreshInterval must be positive";
        if (o.Timeout <= TimeSpan.Zero || o.Timeout > TimeSpan.FromMinutes(2))
            yield return "Timeout must be positive and at most two minutes";
        if (o.BillTimeout <= TimeSpan.Zero || o.BillTimeout > TimeSpan.FromMinutes(30))
            yield return "BillTimeout must be positive and at most thirty minutes";
        if (o.MaxBillBytes <= 0)
            yield return "MaxBillBytes must be positive";
    }
}
