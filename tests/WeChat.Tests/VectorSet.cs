using System.Text.Json;
using WeCommerce.Testing;

namespace WeCommerce.WeChat.Tests;

/// <summary>The shared vectors; a kind that loses or gains one fails, so that none is skipped silently.</summary>
public sealed class VectorSet
{
    /// <summary>Kinds of which these tests assert every vector, with how many there are.</summary>
    private static readonly Dictionary<string, int> Asserted = new()
    {
        ["jssdk.signature"] = 3,
        ["mini.checksession_signature"] = 1,
        ["mini.decrypt_user_data"] = 4,
        ["mini.rawdata_signature"] = 2,
        ["push.decrypt"] = 12,
        ["push.encrypt"] = 1,
        ["push.encrypt_reply"] = 1,
        ["push.msg_signature"] = 1,
        ["push.url_signature"] = 2,
        ["v3.aes_gcm_decrypt"] = 4,
        ["v3.authorization"] = 4,
        ["v3.certificates"] = 2,
        ["v3.notification"] = 9,
        ["v3.oaep_decrypt"] = 3,
        ["v3.pay_sign_app"] = 1,
        ["v3.pay_sign_jsapi"] = 2,
        ["v3.response_verify"] = 2,
        ["v3.rsa_sha256_sign"] = 1,
        ["v3.rsa_sha256_verify"] = 2,
        ["v3.trade_bill_csv"] = 1,
        ["wecom.verify_url"] = 3,
    };

    /// <summary>Of protocols that are not implemented here.</summary>
    private static readonly Dictionary<string, int> LeftOut = new()
    {
        ["mini.secure_api_decrypt"] = 1,
        ["v2.sign"] = 1,
    };

    [Fact]
    public void Every_vector_is_asserted_or_named_as_left_out()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Checkout.PathOf("tests", "vectors", "wechat.json")));
        var verified = file.RootElement.GetProperty("vectors").EnumerateArray()
            .Where(v => v.GetProperty("verified").GetBoolean())
            .CountBy(v => v.GetProperty("kind").GetString()!)
            .ToDictionary();

        Assert.Equal(Asserted.Concat(LeftOut).OrderBy(k => k.Key, StringComparer.Ordinal), verified.OrderBy(k => k.Key, StringComparer.Ordinal));
        Assert.Equal(63, verified.Values.Sum());
    }

    internal static void Each(string kind, int count, Action<Vector> assert)
    {
        Assert.Equal(Asserted[kind], count);
        var vectors = Vector.OfKind(kind);
        Assert.Equal(count, vectors.Count);
        Assert.All(vectors, assert);
    }
}
