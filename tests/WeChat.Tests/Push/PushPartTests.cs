using System.Text;
using System.Text.Json;
using WeCommerce.WeChat.Push;

namespace WeCommerce.WeChat.Tests.Push;

/// <summary>What WeChat nests, in both formats (事件推送).</summary>
public sealed class PushPartTests
{
    private const string Base = "<ToUserName>gh_1</ToUserName><MsgType>event</MsgType>";

    /// <summary>订阅消息 tells of several templates: nested in XML, in JSON a list, one object, or nested as in XML.</summary>
    public static TheoryData<PushFormat, string, string[]> Lists => new()
    {
        {
            PushFormat.Xml,
            $"""
            <xml>{Base}<Event>subscribe_msg_popup_event</Event>
            <SubscribeMsgPopupEvent>
              <List><TemplateId><![CDATA[t1]]></TemplateId><SubscribeStatusString><![CDATA[accept]]></SubscribeStatusString><PopupScene>2</PopupScene></List>
              <List><TemplateId><![CDATA[t2]]></TemplateId><SubscribeStatusString><![CDATA[reject]]></SubscribeStatusString><PopupScene>2</PopupScene></List>
            </SubscribeMsgPopupEvent></xml>
            """,
            ["t1 accept 2", "t2 reject 2"]
        },
        {
            PushFormat.Xml,
            $"<xml>{Base}<List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>0</PopupScene></List></xml>",
            ["t1 accept 0"]
        },
        {
            PushFormat.Json,
            """{"MsgType":"event","List":[{"TemplateId":"t1","SubscribeStatusString":"accept","PopupScene":"2"},{"TemplateId":"t2","SubscribeStatusString":"reject","PopupScene":2}]}""",
            ["t1 accept 2", "t2 reject 2"]
        },
        {
            PushFormat.Json,
            """{"MsgType":"event","List":{"TemplateId":"t1","SubscribeStatusString":"accept","PopupScene":"0"}}""",
            ["t1 accept 0"]
        },
        {
            PushFormat.Json,
            """{"MsgType":"event","SubscribeMsgPopupEvent":{"List":[{"TemplateId":"t1","SubscribeStatusString":"accept","PopupScene":0}]}}""",
            ["t1 accept 0"]
        },
        { PushFormat.Xml, $"<xml>{Base}<SubscribeMsgPopupEvent><List/></SubscribeMsgPopupEvent></xml>", [] },
        { PushFormat.Xml, $"<xml>{Base}<List>text</List></xml>", [] },
        { PushFormat.Xml, $"<xml>{Base}<A><B><List><TemplateId>too deep</TemplateId></List></B></A></xml>", [] },
        { PushFormat.Json, """{"MsgType":"event","List":"[]","A":{"List":7}}""", [] },
        { PushFormat.Json, """{"MsgType":"event","A":{"B":{"List":[{"TemplateId":"too deep"}]}}}""", [] },
        { PushFormat.Json, """{"MsgType":"event","List":[1,null,"a",[{"TemplateId":"t"}]]}""", [] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Lists_are_found_wherever_they_stand(PushFormat format, string body, string[] expected) =>
        Assert.Equal(expected, Read(format, body).Items("List").Select(i => $"{i["TemplateId"]} {i["SubscribeStatusString"]} {i["PopupScene"]}"));

    [Theory]
    [InlineData(PushFormat.Xml, "<xml><SubscribeMsgSentEvent><List><TemplateId>t</TemplateId><MsgID>9007199254740993</MsgID><ErrorCode>0</ErrorCode></List></SubscribeMsgSentEvent></xml>")]
    [InlineData(PushFormat.Json, """{"List":{"TemplateId":"t","MsgID":9007199254740993,"ErrorCode":"0"}}""")]
    [InlineData(PushFormat.Json, """{"List":[{"TemplateId":"t","MsgID":"9007199254740993","ErrorCode":0}]}""")]
    public void Large_numbers_keep_every_digit(PushFormat format, string body)
    {
        var sent = Assert.Single(Read(format, body).Items("List"));

        Assert.Equal(("9007199254740993", "0", ""), (sent["MsgID"], sent["ErrorCode"], sent["ErrorStatus"]));
    }

    [Theory]
    [InlineData(PushFormat.Xml, "<xml><trace_id>t</trace_id><errcode>0</errcode><result><suggest>risky</suggest><label>20002</label></result><detail><strategy>content_model</strategy><errcode>0</errcode><prob>90</prob></detail><detail><strategy>keyword</strategy><errcode>1</errcode></detail></xml>")]
    [InlineData(PushFormat.Json, """{"trace_id":"t","errcode":0,"result":{"suggest":"risky","label":20002},"detail":[{"strategy":"content_model","errcode":0,"prob":90},{"strategy":"keyword","errcode":1}]}""")]
    public void A_media_check_has_a_result_and_details(PushFormat format, string body)
    {
        var message = Read(format, body);

        Assert.Equal(("t", "0"), (message["trace_id"], message["errcode"]));
        Assert.Equal(("risky", "20002"), (message.Inner("result")["suggest"], message.Inner("result")["label"]));
        Assert.Equal(["content_model 0 90", "keyword 1 "], message.Items("detail").Select(d => $"{d["strategy"]} {d["errcode"]} {d["prob"]}"));
        Assert.Empty(message.Inner("result_info").Fields);
        Assert.Equal("", message.Inner("result_info")["status"]);
    }

    [Theory]
    [InlineData(PushFormat.Xml, "<xml><WayBillId>w</WayBillId><Count>2</Count><Actions><ActionTime>1</ActionTime><ActionType>100001</ActionType><ActionMsg>揽件</ActionMsg></Actions><Actions><ActionTime>2</ActionTime><ActionType>300003</ActionType><ActionMsg>签收</ActionMsg></Actions></xml>")]
    [InlineData(PushFormat.Xml, "<xml><WayBillId>w</WayBillId><Count>2</Count><Actions><item><ActionTime>1</ActionTime><ActionType>100001</ActionType><ActionMsg>揽件</ActionMsg></item><item><ActionTime>2</ActionTime><ActionType>300003</ActionType><ActionMsg>签收</ActionMsg></item></Actions></xml>")]
    [InlineData(PushFormat.Json, """{"WayBillId":"w","Count":2,"Actions":[{"ActionTime":1,"ActionType":100001,"ActionMsg":"揽件"},{"ActionTime":2,"ActionType":300003,"ActionMsg":"签收"}]}""")]
    public void A_parcels_path_has_its_actions_in_order(PushFormat format, string body) =>
        Assert.Equal(
            ["1 100001 揽件", "2 300003 签收"],
            Read(format, body).Items("Actions").Select(a => $"{a["ActionTime"]} {a["ActionType"]} {a["ActionMsg"]}"));

    [Theory]
    [InlineData(PushFormat.Xml, "<xml><openid>o</openid><AppID>wx1</AppID></xml>")]
    [InlineData(PushFormat.Json, """{"openid":"o","AppID":"wx1"}""")]
    [InlineData(PushFormat.Json, """{"OpenID":"o","appid":"wx1","openid":"other"}""")]
    public void Names_are_found_in_either_case(PushFormat format, string body)
    {
        var message = Read(format, body);

        Assert.Equal(("o", "wx1", ""), (message.Loose("OpenID"), message.Loose("AppID"), message.Loose("UnionID")));
    }

    [Theory]
    [InlineData(PushFormat.Xml, "<xml><A><List><a>1</a></List></A></xml>")]
    [InlineData(PushFormat.Json, """{"List":[{"a":1}]}""")]
    public void A_message_that_was_stored_still_has_its_parts(PushFormat format, string body)
    {
        var stored = JsonSerializer.Deserialize<PushMessage>(JsonSerializer.Serialize(Read(format, body)))!;

        Assert.Equal("1", Assert.Single(stored.Items("List"))["a"]);
        Assert.Equal(nameof(PushPart), stored.Items("List")[0].ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("<xml>")]
    [InlineData("text")]
    [InlineData("{\"List\":{\"a\":\"\\ud800\"}}")]
    public void A_text_that_is_no_push_has_no_parts(string text) => Assert.Empty(new PushMessage(text, new Dictionary<string, string>()).Items("List"));

    [Theory]
    [InlineData("<", "</")]
    [InlineData("{", "}")]
    public void A_text_of_ten_thousand_levels_has_no_parts(string open, string close)
    {
        var text = open == "<"
            ? $"<xml><List>{string.Concat(Enumerable.Repeat("<a>", 8000))}{string.Concat(Enumerable.Repeat($"{close}a>", 8000))}</List></xml>"
            : $"{{\"List\":{string.Concat(Enumerable.Repeat("{\"a\":", 8000))}1{new string('}', 8001)}";

        Assert.Empty(new PushMessage(text, new Dictionary<string, string>()).Items("List"));
    }

    private static PushMessage Read(PushFormat format, string body)
    {
        var protocol = new PushProtocol(new("token", "", "wx1", PushMode.Plaintext, format));
        return Assert.IsType<PushVerdict.Genuine>(
            protocol.Read(new PushQuery(PushSignature.OfUrl("token", "1", "2"), "1", "2", null), Encoding.UTF8.GetBytes(body))).Message;
    }
}
