using System.Diagnostics;
using System.Text;
using WeCommerce.WeChat.Push;

namespace WeCommerce.WeChat.Tests.Push;

/// <summary>Bodies made to hurt whoever parses them, rightly signed: refused, or read as the texts that they are.</summary>
public sealed class PushAttackTests
{
    private const string Token = "S1mT0ken2026";
    private const string AesKey = "Q0ZkM2VhN2I5YzFkNGY2YThlMGIyYzVkN2Y5MWEzYjA";
    private const string AppId = "wx1234567890abcdef";

    private const string BillionLaughs = """
        <!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
        <xml><ToUserName>&d;</ToUserName></xml>
        """;

    public static TheoryData<PushFormat, byte[]> Refused => new()
    {
        { PushFormat.Xml, Utf8(BillionLaughs) },
        { PushFormat.Xml, Utf8("<!DOCTYPE xml SYSTEM \"http://127.0.0.1:9/x.dtd\"><xml><A>1</A></xml>") },
        { PushFormat.Xml, Utf8("<!DOCTYPE xml [<!ENTITY % e SYSTEM \"file:///etc/passwd\">%e;]><xml><A>1</A></xml>") },
        { PushFormat.Xml, Utf8("<xml><A>&undeclared;</A></xml>") },
        { PushFormat.Xml, Utf8("<xml><A>&#xD800;</A></xml>") },
        { PushFormat.Xml, Utf8("<xml><A>&#0;</A></xml>") },
        { PushFormat.Xml, Utf8("<xml><A>1</A></xml><!DOCTYPE xml>") },
        { PushFormat.Xml, Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-16\"?><xml><A>1</A></xml>")).ToArray() },
        { PushFormat.Xml, Encoding.BigEndianUnicode.GetBytes("<xml><A>1</A></xml>") },
        { PushFormat.Xml, Encoding.UTF32.GetBytes("<xml><A>1</A></xml>") },
        // Angle brackets in UTF-7: no markup to whoever reads UTF-8.
        { PushFormat.Xml, Utf8("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-xml+AD4-+ADw-A+AD4-1+ADw-/A+AD4-+ADw-/xml+AD4-") },
        { PushFormat.Xml, Utf8($"<xml>{Repeat("<a>", 40)}{Repeat("</a>", 40)}</xml>") },
        { PushFormat.Xml, Utf8($"<xml>{Repeat("<a>", 9000)}{Repeat("</a>", 9000)}</xml>") },
        { PushFormat.Xml, Utf8($"<xml>{Repeat("<a>", 20000)}") },
        { PushFormat.Json, Utf8($"{{\"a\":{Repeat("[", 40)}{Repeat("]", 40)}}}") },
        { PushFormat.Json, Utf8($"{{\"a\":{Repeat("[", 30000)}{Repeat("]", 30000)}}}") },
        { PushFormat.Json, Utf8($"{Repeat("{\"a\":", 10000)}") },
        { PushFormat.Json, Encoding.Unicode.GetBytes("{\"a\":1}") },
        { PushFormat.Json, Utf8("{\"a\":1}{\"a\":2}") },
        { PushFormat.Json, Utf8("{\"a\":NaN}") },
        { PushFormat.Json, Utf8("{\"a\":\"\\udc00\"}") },
    };

    public static TheoryData<PushFormat, string, string> Harmless => new()
    {
        // A text is UTF-8, whatever it calls itself.
        { PushFormat.Xml, "<?xml version=\"1.0\" encoding=\"UTF-16\"?><xml><A>好</A></xml>", "好" },
        { PushFormat.Xml, "<?xml version=\"1.0\" encoding=\"utf-7\"?><xml><A>+ADw-B+AD4-</A></xml>", "+ADw-B+AD4-" },
        { PushFormat.Xml, "<xml><A>first</A><A>second</A></xml>", "first" },
        { PushFormat.Xml, "<xml><A><A>inner</A></A><A>second</A></xml>", "inner" },
        { PushFormat.Xml, "<xml><A><![CDATA[<A>&lt;]]>]]&gt;</A></xml>", "<A>&lt;]]>" },
        { PushFormat.Xml, "<xml><!-- <A>comment</A> --><?A instruction?><A>1</A></xml>", "1" },
        { PushFormat.Xml, "<xml xmlns:x=\"u\" A=\"attribute\"><x:A>1</x:A></xml>", "1" },
        { PushFormat.Xml, "\ufeff<xml><A>1</A></xml>", "1" },
        { PushFormat.Json, """{"A":"first","A":"second"}""", "first" },
        { PushFormat.Json, """{"A":1e400}""", "1e400" },
        { PushFormat.Json, """{"__proto__":{"A":"2"},"A":"1"}""", "1" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_refused(PushFormat format, byte[] body)
    {
        var start = Stopwatch.GetTimestamp();

        Assert.Equal(PushRejection.MalformedBody, Rejection(Clear(format, body)));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    /// <summary>Only who has the key can do this; it would be WeChat itself, or a leak.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_refused_when_it_is_encrypted_too(PushFormat format, byte[] body)
    {
        var verdict = Encrypted(format, Encoding.UTF8.GetString(body));

        Assert.Equal(PushRejection.MalformedBody, Rejection(verdict));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void It_is_harmless(PushFormat format, string body, string value)
    {
        Assert.Equal(value, Genuine(Clear(format, Utf8(body)))["A"]);
        if (body[0] != '\ufeff')
            Assert.Equal(value, Genuine(Encrypted(format, body))["A"]);
    }

    [Fact]
    public void Of_two_messages_in_an_envelope_the_one_that_is_signed_is_read()
    {
        var (mine, other) = (Cipher("<xml><A>mine</A></xml>"), Cipher("<xml><A>other</A></xml>"));
        var query = Signed(mine);
        var protocol = Protocol(PushMode.Safe, PushFormat.Xml);

        Assert.Equal("mine", Genuine(protocol.Read(query, Utf8($"<xml><Encrypt>{mine}</Encrypt><Encrypt>{other}</Encrypt></xml>")))["A"]);
        Assert.Equal(PushRejection.BadSignature, Rejection(protocol.Read(query, Utf8($"<xml><Encrypt>{other}</Encrypt><Encrypt>{mine}</Encrypt></xml>"))));
        Assert.Equal(PushRejection.BadSignature, Rejection(protocol.Read(query, Utf8($"<xml><Encrypt>{mine}<b>{other}</b></Encrypt></xml>"))));
    }

    /// <summary>64 KiB of the smallest pieces that a text can be in.</summary>
    [Theory]
    [InlineData("<b/>x")]
    [InlineData("<![CDATA[]]>x")]
    [InlineData("<!---->x")]
    public void A_text_in_many_pieces_costs_no_more_than_its_length(string piece)
    {
        var pieces = (PushProtocol.MaxBodyBytes - 100) / piece.Length;
        var start = Stopwatch.GetTimestamp();

        Assert.Equal(new string('x', pieces), Genuine(Clear(PushFormat.Xml, Utf8($"<xml><A>{Repeat(piece, pieces)}</A></xml>")))["A"]);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2));
    }

    private static PushVerdict Clear(PushFormat format, byte[] body) =>
        Protocol(PushMode.Plaintext, format).Read(new(PushSignature.OfUrl(Token, "1", "2"), "1", "2", null), body);

    private static PushVerdict Encrypted(PushFormat format, string message)
    {
        var encrypt = Cipher(message);
        var body = format == PushFormat.Xml ? $"<xml><Encrypt>{encrypt}</Encrypt></xml>" : $$"""{"Encrypt":"{{encrypt}}"}""";
        return message.Length > 30_000
            // In an envelope it would be larger than any push.
            ? Clear(format, Utf8(message))
            : Protocol(PushMode.Safe, format).Read(Signed(encrypt), Utf8(body));
    }

    private static PushQuery Signed(string encrypt) => new(PushSignature.OfUrl(Token, "1", "2"), "1", "2", PushSignature.OfMessage(Token, "1", "2", encrypt));

    private static string Cipher(string message)
    {
        Assert.True(PushCipher.TryReadKey(AesKey, out var key));
        return PushCipher.Encrypt(key, "0123456789abcdef"u8, message, AppId);
    }

    private static PushProtocol Protocol(PushMode mode, PushFormat format) => new(new(Token, AesKey, AppId, mode, format));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static PushMessage Genuine(PushVerdict verdict) => Assert.IsType<PushVerdict.Genuine>(verdict).Message;

    private static PushRejection Rejection(PushVerdict verdict) => Assert.IsType<PushVerdict.Rejected>(verdict).Reason;
}
