using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Pushes;
using WeCommerce.Unit.Orders;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Unit.Conversations;

public sealed class ReplyDecisionTests
{
    [Theory]
    [InlineData("发货", "发货")]
    [InlineData(" 发货\n", "发货")]
    [InlineData("什么时候发货？", "怎么发货")]
    [InlineData("FAQ", "faq")]
    [InlineData("你好", "默认")]
    [InlineData("", "默认")]
    public void Written_TheWholeText_BeforeAPartOfIt_BeforeTheDefault(string written, string expected)
    {
        ReplyRule[] rules =
        [
            Rule("默认", ReplyOccasion.Default), Rule("怎么发货", ReplyOccasion.Keyword, TextMatch.Contains, texts: ["发货", "物流"]),
            Rule("发货", ReplyOccasion.Keyword, TextMatch.Exact, texts: ["发货"]), Rule("faq", ReplyOccasion.Keyword, TextMatch.Exact, texts: ["faq"]),
        ];

        Assert.Equal(expected, Said(rules, new(ReplyOccasion.Keyword, written)));
        Assert.Equal(expected, Said(rules.Reverse(), new(ReplyOccasion.Keyword, written)));
    }

    [Fact]
    public void Priority_ComesBeforeAllElse_AndTheIdIsLast()
    {
        var exact = Rule("全", ReplyOccasion.Keyword, TextMatch.Exact, texts: ["活动"]);
        var part = Rule("半", ReplyOccasion.Keyword, TextMatch.Contains, texts: ["活"]);

        Assert.Equal("全", Said([part, exact], new(ReplyOccasion.Keyword, "活动")));
        Assert.Equal("半", Said([part with { Priority = 1 }, exact], new(ReplyOccasion.Keyword, "活动")));
        Assert.Equal("先", Said([exact with { RuleId = Id("b") }, exact with { RuleId = Id("a"), Reply = new Reply.Text("先") }], new(ReplyOccasion.Keyword, "活动")));
        // However high it is, the default is for what no keyword is there for.
        Assert.Equal("全", Said([Rule("默认", ReplyOccasion.Default) with { Priority = 1000 }, exact], new(ReplyOccasion.Keyword, "活动")));
    }

    [Fact]
    public void Off_SaysNothing() => Assert.Null(ReplyDecision.Choose([Rule("默认", ReplyOccasion.Default) with { IsOn = false }], new(ReplyOccasion.Default, "")));

    [Theory]
    [InlineData(ReplyOccasion.Follow, "poster-1", "海报来的")]
    [InlineData(ReplyOccasion.Follow, "poster-2", "欢迎")]
    [InlineData(ReplyOccasion.Follow, "", "欢迎")]
    [InlineData(ReplyOccasion.Click, "ORDERS", "订单")]
    [InlineData(ReplyOccasion.Click, "OTHER", null)]
    [InlineData(ReplyOccasion.Scan, "poster-1", null)]
    [InlineData(ReplyOccasion.Enter, "pages/order", null)]
    internal void Events_GoByTheirOwnRules_AndNeverByTheDefault(ReplyOccasion kind, string text, string? expected) => Assert.Equal(expected, Said(
        [
            Rule("默认", ReplyOccasion.Default), Rule("欢迎", ReplyOccasion.Follow), Rule("海报来的", ReplyOccasion.Follow, texts: ["poster-1"]),
            Rule("订单", ReplyOccasion.Click, texts: ["ORDERS"]),
        ],
        new(kind, text)));

    [Theory]
    [InlineData("text", "", "Content", "在吗", ReplyOccasion.Keyword, "在吗")]
    [InlineData("image", "", "MediaId", "m1", ReplyOccasion.Default, "")]
    [InlineData("event", "subscribe", "EventKey", "qrscene_poster-1", ReplyOccasion.Follow, "poster-1")]
    [InlineData("event", "subscribe", "EventKey", "", ReplyOccasion.Follow, "")]
    [InlineData("event", "subscribe", "EventKey", "last_trade_no_4200000001", ReplyOccasion.Follow, "")]
    [InlineData("event", "SCAN", "EventKey", "poster-1", ReplyOccasion.Scan, "poster-1")]
    [InlineData("event", "CLICK", "EventKey", "ORDERS", ReplyOccasion.Click, "ORDERS")]
    [InlineData("event", "user_enter_tempsession", "SessionFrom", "pages/order", ReplyOccasion.Enter, "pages/order")]
    internal void OccasionOf_APush(string type, string name, string field, string value, ReplyOccasion kind, string text) =>
        Assert.Equal(new Occasion(kind, text), Occasion.Of(PushOf(type, name, (field, value))));

    [Theory]
    [InlineData("unsubscribe")]
    [InlineData("VIEW")]
    [InlineData("trade_manage_order_settlement")]
    public void OccasionOf_OtherEvents_IsNone(string name) => Assert.Null(Occasion.Of(PushOf("event", name)));

    // A.4: a mini-program's passive answer is the transfer to a human and nothing else; an official account's is no card.
    [Fact]
    public void Passive_IsWhatWeChatTakes()
    {
        Reply[] all = [new Reply.Text("a"), new Reply.Image("a"), new Reply.Article("a", "b", "c", "d"), new Reply.Card("a", "b", "c", "d"), new Reply.Human(), new Reply.OrderStatus()];

        Assert.Equal(["Text", "Image", "Article", "Human"], all.Where(r => r.Passive(isOfficial: true) is not null).Select(r => r.GetType().Name));
        Assert.Equal(["Human"], all.Where(r => r.Passive(isOfficial: false) is not null).Select(r => r.GetType().Name));
        Assert.Equal(["Text", "Image", "Article", "Card"], all.Where(r => r.ToMessage() is not null).Select(r => r.GetType().Name));
    }

    private static string? Said(IEnumerable<ReplyRule> rules, Occasion occasion) => (ReplyDecision.Choose(rules, occasion)?.Reply as Reply.Text)?.Content;

    private static ReplyRule Rule(string says, ReplyOccasion kind, TextMatch match = TextMatch.Exact, params string[] texts) => new()
    {
        RuleId = Id("rule"),
        App = "official",
        When = new(kind, texts, match),
        Reply = new Reply.Text(says),
        IsOn = true,
    };

    private static ReplyRuleId Id(string text) => ReplyRuleId.TryParse(text, out var id) ? id : throw new ArgumentException(text);

    private static Push PushOf(string type, string name, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["MsgType"] = type, ["FromUserName"] = "o-li" };
        if (name.Length > 0)
            fields["Event"] = name;
        foreach (var (field, value) in more)
            fields[field] = value;
        var message = new PushMessage("", fields);
        return new Push(PushId.Of("official", Some.Noon, message), "wx7777777777777777", Some.Noon, message);
    }
}
