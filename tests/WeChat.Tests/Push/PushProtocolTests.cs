using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WeCommerce.WeChat.Push;

namespace WeCommerce.WeChat.Tests.Push;

public sealed class PushProtocolTests
{
    private const string Token = "S1mT0ken2026";
    private const string AesKey = "Q0ZkM2VhN2I5YzFkNGY2YThlMGIyYzVkN2Y5MWEzYjA";
    private const string AppId = "wx1234567890abcdef";
    private const string Xml = "<xml><ToUserName><![CDATA[gh]]></ToUserName><MsgType>event</MsgType><Event>e</Event></xml>";
    private const string Json = """{"ToUserName":"gh","MsgType":"event","order_id":9007199254740993}""";

    [Theory]
    [InlineData(PushFormat.Xml, Xml)]
    [InlineData(PushFormat.Json, Json)]
    public void A_plain_push_is_read_when_its_signature_is_right(PushFormat format, string body)
    {
        var protocol = Protocol(PushMode.Plaintext, format);
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null);

        Assert.Equal("gh", Genuine(protocol.Read(query, Encoding.UTF8.GetBytes(body)))["ToUserName"]);
        Assert.Equal(PushRejection.BadSignature, Rejection(protocol.Read(query with { Nonce = "3" }, Encoding.UTF8.GetBytes(body))));
        Assert.Equal(PushRejection.MissingQuery, Rejection(protocol.Read(query with { Signature = null }, Encoding.UTF8.GetBytes(body))));
    }

    [Fact]
    public void Large_numbers_keep_every_digit()
    {
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null);

        Assert.Equal("9007199254740993", Genuine(Protocol(PushMode.Plaintext, PushFormat.Json).Read(query, Encoding.UTF8.GetBytes(Json)))["order_id"]);
    }

    [Theory]
    [InlineData(PushMode.Safe)]
    [InlineData(PushMode.Compatible)]
    public void Where_pushes_are_encrypted_a_clear_one_is_no_message(PushMode mode)
    {
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null);
        var protocol = Protocol(mode, PushFormat.Xml);

        Assert.Equal(PushRejection.MissingQuery, Rejection(protocol.Read(query, Encoding.UTF8.GetBytes(Xml))));
        Assert.Equal(PushRejection.MalformedBody, Rejection(protocol.Read(query with { MsgSignature = "x" }, Encoding.UTF8.GetBytes(Xml))));
    }

    [Fact]
    public void In_compatible_mode_the_encrypted_message_counts_and_not_the_clear_one()
    {
        var encrypt = Encrypted(Xml, AppId);
        var body = $"<xml><ToUserName>forged</ToUserName><Encrypt>{encrypt}</Encrypt></xml>";
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", PushSignature.OfMessage(Token, "1", "2", encrypt));

        Assert.Equal("gh", Genuine(Protocol(PushMode.Compatible, PushFormat.Xml).Read(query, Encoding.UTF8.GetBytes(body)))["ToUserName"]);
    }

    [Fact]
    public void A_push_for_another_app_is_rejected()
    {
        var encrypt = Encrypted(Xml, "wx0000000000000000");
        var query = new PushQuery(null, "1", "2", PushSignature.OfMessage(Token, "1", "2", encrypt));

        Assert.Equal(
            PushRejection.WrongReceiver,
            Rejection(Protocol(PushMode.Safe, PushFormat.Xml).Read(query, Encoding.UTF8.GetBytes($"<xml><Encrypt>{encrypt}</Encrypt></xml>"))));
    }

    [Theory]
    [InlineData(PushFormat.Xml, "<!DOCTYPE xml [<!ENTITY e \"x\">]><xml><ToUserName>&e;</ToUserName></xml>")]
    [InlineData(PushFormat.Xml, "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><ToUserName>&e;</ToUserName></xml>")]
    [InlineData(PushFormat.Xml, "<xml><ToUserName>gh</ToUserName>")]
    [InlineData(PushFormat.Xml, "<xml/><xml/>")]
    [InlineData(PushFormat.Xml, "")]
    [InlineData(PushFormat.Xml, Json)]
    [InlineData(PushFormat.Json, "[]")]
    [InlineData(PushFormat.Json, "{")]
    [InlineData(PushFormat.Json, "{\"a\":\"\\ud800\"}")]
    [InlineData(PushFormat.Json, Xml)]
    public void A_malformed_body_is_rejected(PushFormat format, string body)
    {
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null);

        Assert.Equal(PushRejection.MalformedBody, Rejection(Protocol(PushMode.Plaintext, format).Read(query, Encoding.UTF8.GetBytes(body))));
    }

    [Fact]
    public void A_body_beyond_the_cap_is_not_looked_at()
    {
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null);

        Assert.Equal(
            PushRejection.TooLarge,
            Rejection(Protocol(PushMode.Plaintext, PushFormat.Xml).Read(query, new byte[PushProtocol.MaxBodyBytes + 1])));
    }

    [Fact]
    public void Nested_and_repeated_elements_do_not_disturb_their_neighbours()
    {
        const string body = "<xml>\n  <A>1</A><List><Item><B>2</B></Item></List><List>x</List><Empty/><C><![CDATA[ 3 ]]></C>\n</xml>";
        var query = new PushQuery(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null);

        var message = Genuine(Protocol(PushMode.Plaintext, PushFormat.Xml).Read(query, Encoding.UTF8.GetBytes(body)));

        Assert.Equal(["A", "List", "Empty", "C"], message.Fields.Keys);
        Assert.Equal(("1", "2", "", " 3 "), (message["A"], message["List"], message["Empty"], message["C"]));
    }

    [Fact]
    public void A_reply_in_XML_is_encrypted_and_signed_with_its_own_time_and_nonce()
    {
        var xml = XElement.Parse(Protocol(PushMode.Safe, PushFormat.Xml).Reply(Xml, 1767225700, "1357"));

        Assert.Equal(["Encrypt", "MsgSignature", "TimeStamp", "Nonce"], xml.Elements().Select(e => e.Name.LocalName));
        var encrypt = xml.Element("Encrypt")!.Value;
        Assert.Equal(PushSignature.OfMessage(Token, "1767225700", "1357", encrypt), xml.Element("MsgSignature")!.Value);
        Assert.Equal((Xml, AppId), Decrypted(encrypt));
    }

    [Fact]
    public void A_reply_in_JSON_has_its_time_as_a_number()
    {
        using var json = JsonDocument.Parse(Protocol(PushMode.Compatible, PushFormat.Json).Reply(Json, 1767225700, "1357"));

        Assert.Equal(1767225700, json.RootElement.GetProperty("TimeStamp").GetInt64());
        var encrypt = json.RootElement.GetProperty("Encrypt").GetString()!;
        Assert.Equal(PushSignature.OfMessage(Token, "1767225700", "1357", encrypt), json.RootElement.GetProperty("MsgSignature").GetString());
        Assert.Equal((Json, AppId), Decrypted(encrypt));
    }

    [Fact]
    public void In_plaintext_mode_a_reply_stays_as_it_is() =>
        Assert.Equal(Xml, Protocol(PushMode.Plaintext, PushFormat.Xml).Reply(Xml, 1, "2"));

    [Fact]
    public void A_mode_that_encrypts_needs_a_key()
    {
        Assert.Throws<ArgumentException>(() => new PushProtocol(new(Token, AesKey[1..], AppId, PushMode.Safe, PushFormat.Xml)));
        Assert.DoesNotContain(Token, new PushSettings(Token, AesKey, AppId, PushMode.Safe, PushFormat.Xml).ToString(), StringComparison.Ordinal);
    }

    private static PushProtocol Protocol(PushMode mode, PushFormat format) => new(new(Token, AesKey, AppId, mode, format));

    private static string Encrypted(string message, string receiveId)
    {
        Assert.True(PushCipher.TryReadKey(AesKey, out var key));
        return PushCipher.Encrypt(key, "0123456789abcdef"u8, message, receiveId);
    }

    private static (string Message, string ReceiveId) Decrypted(string encrypt)
    {
        Assert.True(PushCipher.TryReadKey(AesKey, out var key));
        Assert.True(PushCipher.TryDecrypt(key, encrypt, out var message, out var receiveId));
        return (message, receiveId);
    }

    private static PushMessage Genuine(PushVerdict verdict) => Assert.IsType<PushVerdict.Genuine>(verdict).Message;

    private static PushRejection Rejection(PushVerdict verdict) => Assert.IsType<PushVerdict.Rejected>(verdict).Reason;
}
