using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>下载平台证书: <c>GET /v3/certificates</c>.</summary>
internal sealed class CertificateDownload(PayTransport transport, IOptions<PayOptions> options, TimeProvider time)
{
    private static readonly PayCall Download = new("certificates", HttpMethod.Get, "/v3/certificates?algorithm_type=RSA", []);

    public async Task<CertificateList> FetchAsync(CancellationToken ct)
    {
        var response = await transport.SendAsync(Download, ct);
        if (response.Status == 404)
            return new CertificateList.None();
        if (response.Status != 200)
            return new CertificateList.Failed($"HTTP {response.Status}");
        if (response.Signed.Inspect(time.GetUtcNow()) is { } rejection)
            return new CertificateList.Failed(rejection.ToString());

        var keys = JsonFields.Read(response.Body, Keys);
        if (keys is null)
            return new CertificateList.Failed(nameof(NotificationRejection.MalformedBody));
        // The first answer can only be verified by what it brings; that it opened with the APIv3 key says that WeChat wrote it.
        var signer = keys.Append(PublicKey()).FirstOrDefault(k => PayKeys.IsSameSerial(k?.Serial, response.Signed.Serial));
        return signer is not null && signer.Verify(response.Signed, response.Body)
            ? new CertificateList.Some(keys)
            : new CertificateList.Failed(nameof(NotificationRejection.BadSignature));
    }

    private VerificationKey? PublicKey() =>
        options.Value is { PublicKeyId: { Length: > 0 } id, PublicKeyPem: { } pem } ? VerificationKey.OfPublicKey(id, pem) : null;

    /// <summary>The certificates of the list that open, or null when none does.</summary>
    private List<VerificationKey>? Keys(JsonElement json)
    {
        if (!json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            return null;
        var keys = data.EnumerateArray().Select(Key).OfType<VerificationKey>().ToList();
        return keys.Count == 0 ? null : keys;
    }

    private VerificationKey? Key(JsonElement item)
    {
        var sealedText = item.Object("encrypt_certificate");
        if (sealedText.Text("algorithm") != AeadResource.Algorithm || sealedText.Bytes("ciphertext") is not { } ciphertext)
            return null;
        var opened = AeadResource.TryDecrypt(
            Encoding.UTF8.GetBytes(options.Value.ApiV3Key),
            Encoding.UTF8.GetBytes(sealedText.Text("nonce") ?? ""),
            Encoding.UTF8.GetBytes(sealedText.Text("associated_data") ?? ""),
            ciphertext,
            out var pem);
        return opened && item.Text("serial_no") is { } serial
            ? VerificationKey.OfCertificate(serial, Encoding.UTF8.GetString(pem!), item.Time("effective_time") ?? DateTimeOffset.MinValue)
            : null;
    }
}

/// <summary>What a download of the certificates gave.</summary>
internal abstract record CertificateList
{
    private CertificateList()
    {
    }

    public sealed record Some(IReadOnlyList<VerificationKey> Keys) : CertificateList;

    /// <summary>404: a merchant that has the 微信支付公钥 only.</summary>
    public sealed record None : CertificateList;

    public sealed record Failed(string Reason) : CertificateList;
}
