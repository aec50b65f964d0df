using System.Text;
using System.Text.Json;
using WeCommerce.Testing;

namespace WeCommerce.Simulator.Tests;

/// <summary>The tests' own merchant agrees with WeChat's published vectors; what it says about the simulator is worth something.</summary>
public sealed class VectorTests
{
    public static TheoryData<Vector> Authorizations => [.. Vector.OfKind("v3.authorization").Where(v => v.Expect("signature") is not null)];

    public static TheoryData<Vector> PaySigns => [.. Vector.OfKind("v3.pay_sign_jsapi").Where(v => v.Expect("signature") is not null)];

    public static TheoryData<Vector> Notifications => [.. Vector.OfKind("v3.notification").Where(v => v.Expect("signature_valid") is not null)];

    public static TheoryData<Vector> Answers => [.. Vector.OfKind("v3.response_verify")];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Authorizations))]
    public void Authorization_equals_the_vector(Vector vector)
    {
        using var key = Merchant.Read(vector.Input("private_key_pem"));
        var authorization = new Merchant(key, vector.Input("mchid"), vector.Input("serial_no")).Authorization(
            vector.Input("method"), vector.Input("canonical_url"), vector.Input("body"), long.Parse(vector.Input("timestamp")), vector.Input("nonce_str"));
        Assert.Contains($"signature=\"{vector.Expect("signature")}\"", authorization, StringComparison.Ordinal);
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(PaySigns))]
    public void PaySign_equals_the_vector(Vector vector)
    {
        using var key = Merchant.Read(vector.Input("private_key_pem"));
        Assert.Equal(
            vector.Expect("signature"),
            new Merchant(key, "", "").PaySign(vector.Input("appId"), vector.Input("timeStamp"), vector.Input("nonceStr"), vector.Input("prepay_id")));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Notifications))]
    public void Verification_of_notifies_agrees_with_the_vector(Vector vector)
    {
        Assert.Equal(vector.Expect("signature_valid") == "true", Verify(vector));
        if (vector.Expect("resource_plaintext") is not { } plaintext)
            return;
        using var body = JsonDocument.Parse(vector.Input("body"));
        Assert.Equal(plaintext, Verification.Decrypt(vector.Input("api_v3_key"), body.RootElement.GetProperty("resource")));
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Answers))]
    public void Verification_of_answers_agrees_with_the_vector(Vector vector) =>
        Assert.Equal(vector.Expect("signature_valid") == "true", Verify(vector));

    private static bool Verify(Vector vector)
    {
        var headers = vector.Inputs.GetProperty("headers").EnumerateObject().ToDictionary(h => h.Name, h => h.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
        var pem = vector.Input("wechatpay_public_key_pem") is { Length: > 0 } key ? key : vector.Input("platform_certificate_pem");
        return Verification.Verify(
            pem, headers["Wechatpay-Timestamp"], headers["Wechatpay-Nonce"], headers["Wechatpay-Signature"], Encoding.UTF8.GetBytes(vector.Input("body")));
    }
}
