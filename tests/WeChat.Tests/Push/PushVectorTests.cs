using System.Text;
using WeCommerce.Testing;
using WeCommerce.WeChat.JsSdk;
using WeCommerce.WeChat.Push;

namespace WeCommerce.WeChat.Tests.Push;

/// <summary>Published and generated vectors of the message push and the JS-SDK.</summary>
public sealed class PushVectorTests
{
    [Fact]
    public void Url_signatures() => VectorSet.Each("push.url_signature", 2, v =>
    {
        Assert.Equal(v.Expect("signature"), PushSignature.OfUrl(v.Input("token"), v.Input("timestamp"), v.Input("nonce")));
        var protocol = new PushProtocol(new(v.Input("token"), "", "wx1", PushMode.Plaintext, PushFormat.Xml));
        Assert.True(protocol.IsUrlCheck(v.Expect("signature"), v.Input("timestamp"), v.Input("nonce")));
        Assert.False(protocol.IsUrlCheck(v.Expect("signature"), v.Input("timestamp") + "0", v.Input("nonce")));
    });

    [Fact]
    public void Message_signatures() => VectorSet.Each("push.msg_signature", 1, v =>
        Assert.Equal(
            v.Expect("msg_signature"),
            PushSignature.OfMessage(v.Input("token"), v.Input("timestamp"), v.Input("nonce"), v.Input("encrypt"))));

    [Fact]
    public void Decryption() => VectorSet.Each("push.decrypt", 12, v =>
    {
        Assert.True(PushCipher.TryReadKey(v.Input("encoding_aes_key"), out var key));
        var signature = PushSignature.OfMessage(v.Input("token"), v.Input("timestamp"), v.Input("nonce"), v.Input("encrypt"));
        Assert.Equal(v.Expect("signature_valid") == "true", PushSignature.Matches(signature, v.Input("msg_signature")));
        if (v.Input("url_signature") is { Length: > 0 } url)
            Assert.Equal(url, PushSignature.OfUrl(v.Input("token"), v.Input("timestamp"), v.Input("nonce")));

        if (v.Expect("error") is "padding_or_format")
        {
            // The padding of noise may happen to be right; the receiver never is.
            Assert.False(PushCipher.TryDecrypt(key, v.Input("encrypt"), out _, out var nobody) && nobody == v.Input("receive_id"));
        }
        else if (v.Expect("error") is null)
        {
            Assert.True(PushCipher.TryDecrypt(key, v.Input("encrypt"), out var message, out var receiveId));
            Assert.Equal((v.Expect("plaintext"), v.Expect("receive_id")), (message, receiveId));
        }
    });

    /// <summary>The same vectors as whole pushes, in both formats of the envelope.</summary>
    [Fact]
    public void Whole_pushes() => VectorSet.Each("push.decrypt", 12, v =>
    {
        var isJson = v.Expect("plaintext")?.StartsWith('{') == true;
        var (format, body) = isJson
            ? (PushFormat.Json, $$"""{"ToUserName":"gh","Encrypt":"{{v.Input("encrypt")}}"}""")
            : (PushFormat.Xml, $"<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[{v.Input("encrypt")}]]></Encrypt></xml>");
        var protocol = new PushProtocol(new(v.Input("token"), v.Input("encoding_aes_key"), v.Input("receive_id"), PushMode.Safe, format));
        var query = new PushQuery(
            v.Input("url_signature") is { Length: > 0 } url ? url : null, v.Input("timestamp"), v.Input("nonce"), v.Input("msg_signature"));

        var verdict = protocol.Read(query, Encoding.UTF8.GetBytes(body));

        switch (verdict)
        {
            case PushVerdict.Genuine { Message: var message }:
                Assert.Equal(v.Expect("plaintext"), message.Text);
                Assert.NotEmpty(message["ToUserName"]);
                if (v.Expected.TryGetProperty("plaintext_fields", out var fields))
                    Assert.All(fields.EnumerateObject(), f => Assert.Equal(f.Value.GetString(), message[f.Name]));
                break;
            case PushVerdict.Rejected { Reason: var reason }:
                Assert.Contains(reason, Reasons(v));
                break;
        }
    });

    [Fact]
    public void Encryption() => VectorSet.Each("push.encrypt", 1, AssertEncrypts);

    [Fact]
    public void Replies() => VectorSet.Each("push.encrypt_reply", 1, v =>
    {
        AssertEncrypts(v);
        Assert.Equal(
            v.Expect("msg_signature"),
            PushSignature.OfMessage(v.Input("token"), v.Input("timestamp"), v.Input("nonce"), v.Expect("encrypt")!));
        // What the other tests open replies with opens this one.
        var envelope = $"<xml><Encrypt>{v.Expect("encrypt")}</Encrypt><MsgSignature>{v.Expect("msg_signature")}</MsgSignature>"
            + $"<TimeStamp>{v.Input("timestamp")}</TimeStamp><Nonce>{v.Input("nonce")}</Nonce></xml>";
        Assert.Equal(v.Input("plaintext"), WireDecoder.Open(envelope, v.Input("token"), v.Input("encoding_aes_key"), v.Input("receive_id")));
    });

    /// <summary>企业微信 encrypts the echostr, with the same cipher.</summary>
    [Fact]
    public void Encrypted_url_checks() => VectorSet.Each("wecom.verify_url", 3, v =>
    {
        Assert.True(PushCipher.TryReadKey(v.Input("encoding_aes_key"), out var key));
        var signature = PushSignature.OfMessage(v.Input("token"), v.Input("timestamp"), v.Input("nonce"), v.Input("echostr"));
        Assert.True(PushSignature.Matches(signature, v.Input("msg_signature")));
        Assert.True(PushCipher.TryDecrypt(key, v.Input("echostr"), out var reply, out var receiveId));
        Assert.Equal((v.Expect("reply_body"), v.Input("receive_id")), (reply, receiveId));
    });

    [Fact]
    public void Js_sdk() => VectorSet.Each("jssdk.signature", 3, v =>
    {
        var signature = JsSdkSignature.Of(v.Input("jsapi_ticket"), v.Input("noncestr"), v.Input("timestamp"), v.Input("url"));
        Assert.Equal(v.Expect("signature"), signature);
        Assert.Equal(signature, JsSdkSignature.Of(v.Input("jsapi_ticket"), v.Input("noncestr"), v.Input("timestamp"), v.Input("url") + "#/pay"));
    });

    private static void AssertEncrypts(Vector v)
    {
        Assert.True(PushCipher.TryReadKey(v.Input("encoding_aes_key"), out var key));
        Assert.Equal(v.Expect("encrypt"), PushCipher.Encrypt(key, Encoding.UTF8.GetBytes(v.Input("random16")), v.Input("plaintext"), v.Input("receive_id")));
    }

    private static PushRejection[] Reasons(Vector v) => v.Expect("error") switch
    {
        "signature" => [PushRejection.BadSignature],
        "padding_or_format" => [PushRejection.DecryptionFailed, PushRejection.WrongReceiver],
        // The padding's edge has letters only for a message, which is neither XML nor JSON.
        _ when v.Id == "gen-push-pad-1" => [PushRejection.MalformedBody],
        _ => [],
    };
}
