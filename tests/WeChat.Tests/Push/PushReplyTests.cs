using System.Text;
using System.Xml.Linq;
using WeCommerce.WeChat.Push;

namespace WeCommerce.WeChat.Tests.Push;

/// <summary>被动回复用户消息 as WeChat documents it, in each mode and format.</summary>
public sealed class PushReplyTests
{
    private const string Token = "S1mT0ken2026";
    private const string AesKey = "Q0ZkM2VhN2I5YzFkNGY2YThlMGIyYzVkN2Y5MWEzYjA";
    private const string AppId = "wx1234567890abcdef";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1767225600);

    private static readonly PushMessage Question = new(
        "<xml/>", new Dictionary<string, string> { ["ToUserName"] = "gh_1", ["FromUserName"] = "oUser", ["MsgType"] = "text", ["Content"] = "?" });

    public static TheoryData<PushReply, string, string> Replies => new()
    {
        {
            new PushReply.Text("您好 & <再见>"),
            "<xml><ToUserName><![CDATA[oUser]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1767225600</CreateTime>"
            + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您好 & <再见>]]></Content></xml>",
            """{"ToUserName":"oUser","FromUserName":"gh_1","CreateTime":1767225600,"MsgType":"text","Content":"您好 & <再见>"}"""
        },
        {
            new PushReply.Image("m1"),
            "<xml><ToUserName><![CDATA[oUser]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1767225600</CreateTime>"
            + "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[m1]]></MediaId></Image></xml>",
            """{"ToUserName":"oUser","FromUserName":"gh_1","CreateTime":1767225600,"MsgType":"image","Image":{"MediaId":"m1"}}"""
        },
        {
            new PushReply.Article("t", "d", "https://shop.example/?a=1&b=2", "https://shop.example/1.png"),
            "<xml><ToUserName><![CDATA[oUser]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1767225600</CreateTime>"
            + "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[t]]></Title><Description><![CDATA[d]]></Description>"
            + "<PicUrl><![CDATA[https://shop.example/1.png]]></PicUrl><Url><![CDATA[https://shop.example/?a=1&b=2]]></Url></item></Articles></xml>",
            """{"ToUserName":"oUser","FromUserName":"gh_1","CreateTime":1767225600,"MsgType":"news","ArticleCount":1,"Articles":"""
            + """[{"Title":"t","Description":"d","PicUrl":"https://shop.example/1.png","Url":"https://shop.example/?a=1&b=2"}]}"""
        },
        {
            new PushReply.Human(),
            "<xml><ToUserName><![CDATA[oUser]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1767225600</CreateTime>"
            + "<MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>",
            """{"ToUserName":"oUser","FromUserName":"gh_1","CreateTime":1767225600,"MsgType":"transfer_customer_service"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_what_WeChat_reads_in_every_mode(PushReply reply, string xml, string json)
    {
        foreach (var (format, clear) in new[] { (PushFormat.Xml, xml), (PushFormat.Json, json) })
        {
            Assert.Equal(clear, Protocol(PushMode.Plaintext, format).Reply(reply, Question, Now));
            foreach (var mode in new[] { PushMode.Compatible, PushMode.Safe })
                Assert.Equal(clear, WireDecoder.Open(Protocol(mode, format).Reply(reply, Question, Now), Token, AesKey, AppId));
        }
    }

    [Fact]
    public void No_two_replies_are_encrypted_alike()
    {
        var protocol = Protocol(PushMode.Safe, PushFormat.Xml);
        var replies = Enumerable.Range(0, 20).Select(_ => XElement.Parse(protocol.Reply(new PushReply.Human(), Question, Now))).ToList();

        Assert.Equal(20, replies.Select(r => r.Element("Encrypt")!.Value).Distinct().Count());
        Assert.Equal(20, replies.Select(r => r.Element("Nonce")!.Value).Distinct().Count());
        Assert.All(replies, r => Assert.Equal("1767225600", r.Element("TimeStamp")!.Value));
    }

    /// <summary>The end of a CDATA section, controls, halves of characters: nothing in a text gets out of its element, and the rest of it arrives.</summary>
    [Theory]
    [InlineData("a]]><MsgType>x</MsgType>")]
    [InlineData("]]]]>>]]>")]
    [InlineData("a\n\tb & &lt; <![CDATA[c]]>")]
    [InlineData("👨‍👩‍👧‍👦")]
    public void A_text_stays_a_text(string content)
    {
        var xml = XElement.Parse(Protocol(PushMode.Plaintext, PushFormat.Xml).Reply(new PushReply.Text(content), Question, Now), LoadOptions.PreserveWhitespace);

        Assert.Equal(["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"], xml.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(content, xml.Element("Content")!.Value);
    }

    [Theory]
    [InlineData(PushFormat.Xml)]
    [InlineData(PushFormat.Json)]
    public void What_has_no_character_is_no_trouble(PushFormat format)
    {
        var reply = Protocol(PushMode.Plaintext, format).Reply(new PushReply.Text(new string(['a', '\0', '\ud83d', '\uffff', 'b'])), Question, Now);

        if (format == PushFormat.Xml)
            Assert.Equal("a\ufffdb", XElement.Parse(reply).Element("Content")!.Value);
        else
            Assert.EndsWith("b\"}", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("好", 3)]
    [InlineData("👨", 4)]
    [InlineData("a", 1)]
    public void A_text_is_cut_at_2048_bytes_between_characters(string character, int bytes)
    {
        var text = string.Concat(Enumerable.Repeat(character, 3000));
        var xml = XElement.Parse(Protocol(PushMode.Plaintext, PushFormat.Xml).Reply(new PushReply.Text(text), Question, Now));

        Assert.Equal(2048 / bytes * bytes, Encoding.UTF8.GetByteCount(xml.Element("Content")!.Value));
        Assert.StartsWith(xml.Element("Content")!.Value, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Replies_print_nothing_of_what_is_said() => Assert.Equal("Text", new PushReply.Text("您好").ToString());

    private static PushProtocol Protocol(PushMode mode, PushFormat format) => new(new(Token, AesKey, AppId, mode, format));
}
