using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;
using WeCommerce.WeChat.Tests.MiniProgram;

namespace WeCommerce.WeChat.Tests.Messages;

/// <summary>发送订阅消息, 发送客服消息 and 发送模板消息 as WeChat documents their bodies.</summary>
public sealed class MessagesTests
{
    private const string OpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

    private static readonly SubscribeMessage Paid = new(
        OpenId, "tmpl-1", "pages/order?id=1", new Dictionary<string, string> { ["thing1"] = "草莓 <大>", ["amount2"] = "¥19.90" });

    private static readonly TemplateMessage Shipped = new(
        OpenId, "tmpl-2", new Dictionary<string, string> { ["first"] = "已发货", ["keyword1"] = "SF123" }, "order-1");

    public static TheoryData<CustomerMessage, string, string> Customers => new()
    {
        { new CustomerMessage.Text("您好 & 再见"), MiniWorld.AppId, """{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"text","text":{"content":"您好 & 再见"}}""" },
        // Phones show what is escaped as it was sent.
        {
            new CustomerMessage.Text("👨‍👩‍👧‍👦\u3000\u00a0\\u597d \"<&>'+\"\n\u0001\u007f"), MiniWorld.AppId,
            """{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"text","text":{"content":"👨‍👩‍👧‍👦　 \\u597d \"<&>'+\"\n\u0001\u007F"}}"""
        },
        { new CustomerMessage.Image("m1"), MiniWorld.AppId, """{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"image","image":{"media_id":"m1"}}""" },
        {
            new CustomerMessage.Link("t", "d", "https://shop.example/1", "https://shop.example/1.png"), MiniWorld.AppId,
            """{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"link","link":{"title":"t","description":"d","url":"https://shop.example/1","thumb_url":"https://shop.example/1.png"}}"""
        },
        {
            new CustomerMessage.Link("t", "d", "https://shop.example/1", "https://shop.example/1.png"), MiniWorld.AccountId,
            """{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"news","news":{"articles":[{"title":"t","description":"d","url":"https://shop.example/1","picurl":"https://shop.example/1.png"}]}}"""
        },
        {
            new CustomerMessage.Card("t", MiniWorld.AppId, "pages/a", "m2"), MiniWorld.AppId,
            """{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"miniprogrampage","miniprogrampage":{"title":"t","pagepath":"pages/a","thumb_media_id":"m2"}}"""
        },
        {
            new CustomerMessage.Card("t", MiniWorld.AppId, "pages/a", "m2"), MiniWorld.AccountId,
            $$$"""{"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","msgtype":"miniprogrampage","miniprogrampage":{"title":"t","appid":"{{{MiniWorld.AppId}}}","pagepath":"pages/a","thumb_media_id":"m2"}}"""
        },
    };

    [Fact]
    public async Task A_subscribe_message_goes_out_as_documented()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":0,"errmsg":"ok","msgid":9007199254740993}""");

        var sent = ApiAnswers.Value(await Api(world).SendSubscribeAsync(MiniWorld.AppId, Paid, default));

        // The id keeps every digit.
        Assert.Equal(new Sent("9007199254740993"), sent);
        var request = world.Server.Requests.Last();
        Assert.Equal(("POST", "/cgi-bin/message/subscribe/send?access_token=token-1"), (request.Method, request.Target));
        Assert.Equal(
            """
            {"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","template_id":"tmpl-1","page":"pages/order?id=1","data":{"thing1":{"value":"草莓 <大>"},"amount2":{"value":"¥19.90"}},"miniprogram_state":"formal","lang":"zh_CN"}
            """,
            request.Text);
    }

    [Theory]
    [InlineData(MiniProgramState.Trial, "trial")]
    [InlineData(MiniProgramState.Developer, "developer")]
    public async Task A_subscribe_message_may_lead_nowhere_and_to_other_versions(MiniProgramState state, string text)
    {
        await using var world = await MiniWorld.StartAsync();

        var sent = ApiAnswers.Value(await Api(world).SendSubscribeAsync(MiniWorld.AppId, Paid with { Page = null, State = state }, default));

        Assert.Null(sent.MsgId);
        Assert.Contains($"\"miniprogram_state\":\"{text}\"", world.Server.Requests.Last().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("page\"", world.Server.Requests.Last().Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Customers))]
    public async Task A_customer_message_goes_out_as_documented(CustomerMessage message, string appId, string body)
    {
        await using var world = await MiniWorld.StartAsync();

        ApiAnswers.Value(await Api(world).SendCustomerAsync(appId, OpenId, message, default));

        var request = world.Server.Requests.Last();
        Assert.Equal(("POST", "/cgi-bin/message/custom/send?access_token=token-1"), (request.Method, request.Target));
        Assert.Equal(body, request.Text);
    }

    [Fact]
    public async Task A_template_message_goes_out_as_documented()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":0,"errmsg":"ok","msgid":200228332}""");

        var api = Api(world);
        var sent = ApiAnswers.Value(await api.SendTemplateAsync(MiniWorld.AccountId, Shipped with { MiniProgram = (MiniWorld.AppId, "pages/a?b=c") }, default));
        ApiAnswers.Value(await api.SendTemplateAsync(MiniWorld.AccountId, Shipped, default));

        Assert.Equal("200228332", sent.MsgId);
        var requests = world.Server.Requests.Where(r => r.Path == "/cgi-bin/message/template/send").ToList();
        Assert.Equal(
            """
            {"touser":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","template_id":"tmpl-2","miniprogram":{"appid":"wx1234567890abcdef","pagepath":"pages/a?b=c"},"client_msg_id":"order-1","data":{"first":{"value":"已发货"},"keyword1":{"value":"SF123"}}}
            """,
            requests[0].Text);
        Assert.DoesNotContain("miniprogram", requests[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(43101, ApiFailureKind.NotPermitted)]
    [InlineData(43107, ApiFailureKind.NotPermitted)]
    [InlineData(43108, ApiFailureKind.TryAgain)]
    [InlineData(47003, ApiFailureKind.ValueRefused)]
    [InlineData(45168, ApiFailureKind.ValueRefused)]
    [InlineData(45009, ApiFailureKind.TooFrequent)]
    [InlineData(40003, ApiFailureKind.OurFault)]
    [InlineData(40037, ApiFailureKind.OurFault)]
    [InlineData(41030, ApiFailureKind.OurFault)]
    public async Task What_WeChat_says_of_a_subscribe_message_is_classified(long errCode, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"argument invalid! data.thing1.value rid: 1"}""");

        Assert.Equal(
            new ApiFailure(kind, errCode, "argument invalid! data.thing1.value rid: 1"),
            ApiAnswers.Failure(await Api(world).SendSubscribeAsync(MiniWorld.AppId, Paid, default)));
        Assert.Single(world.Server.Requests, r => r.Path == "/cgi-bin/message/subscribe/send");
    }

    [Theory]
    [InlineData(45015, ApiFailureKind.WindowClosed)]
    [InlineData(45047, ApiFailureKind.WindowClosed)]
    [InlineData(43004, ApiFailureKind.NotFollowing)]
    [InlineData(48002, ApiFailureKind.NotPermitted)]
    [InlineData(40004, ApiFailureKind.OurFault)]
    public async Task What_WeChat_says_of_other_messages_is_classified(long errCode, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"m"}""");
        var api = Api(world);

        Assert.Equal(kind, ApiAnswers.Failure(await api.SendCustomerAsync(MiniWorld.AppId, OpenId, new CustomerMessage.Text("1"), default)).Kind);
        Assert.Equal(kind, ApiAnswers.Failure(await api.SendTemplateAsync(MiniWorld.AccountId, Shipped, default)).Kind);
    }

    [Theory]
    [InlineData("thing1", "123456789012345678901")]
    [InlineData("thing1", "")]
    [InlineData("thing1", "a\nb")]
    [InlineData("amount1", "19,90")]
    [InlineData("thing", "a")]
    [InlineData("first", "a")]
    public async Task Values_that_WeChat_would_refuse_cost_no_call(string key, string value)
    {
        await using var world = await MiniWorld.StartAsync();
        var message = Paid with { Values = new Dictionary<string, string> { [key] = value } };

        var failure = ApiAnswers.Failure(await Api(world).SendSubscribeAsync(MiniWorld.AppId, message, default));

        Assert.Equal((ApiFailureKind.ValueRefused, 0), (failure.Kind, failure.ErrCode));
        Assert.StartsWith(key, failure.ErrMsg, StringComparison.Ordinal);
        Assert.False(failure.MayHaveHappened);
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task What_WeChat_would_refuse_costs_no_call()
    {
        await using var world = await MiniWorld.StartAsync();
        var api = Api(world);
        CustomerMessage[] bad =
        [
            new CustomerMessage.Text(""), new CustomerMessage.Text(new string('好', 683)), new CustomerMessage.Image(""),
            new CustomerMessage.Link("", "d", "https://shop.example", ""), new CustomerMessage.Link("t", "d", "javascript:alert(1)", ""),
            new CustomerMessage.Card("t", "wx0", "pages/a", "m"), new CustomerMessage.Card("t", MiniWorld.AppId, "", "m"),
        ];

        foreach (var message in bad)
            Assert.Equal(ApiFailureKind.OurFault, ApiAnswers.Failure(await api.SendCustomerAsync(MiniWorld.AppId, OpenId, message, default)).Kind);
        var text = new CustomerMessage.Text(new string('好', 682));
        Assert.Equal(ApiFailureKind.OurFault, ApiAnswers.Failure(await api.SendCustomerAsync(MiniWorld.AppId, "", text, default)).Kind);
        TemplateMessage[] worse =
        [
            Shipped with { ClientMsgId = "" }, Shipped with { ClientMsgId = new string('1', 33) }, Shipped with { OpenId = "" }, Shipped with { MiniProgram = ("", "a") },
        ];
        foreach (var message in worse)
            Assert.Equal(ApiFailureKind.OurFault, ApiAnswers.Failure(await api.SendTemplateAsync(MiniWorld.AccountId, message, default)).Kind);
        foreach (var message in new[] { Paid with { OpenId = "" }, Paid with { TemplateId = "" } })
            Assert.Equal(ApiFailureKind.OurFault, ApiAnswers.Failure(await api.SendSubscribeAsync(MiniWorld.AppId, message, default)).Kind);
        Assert.Empty(world.Server.Requests);
        ApiAnswers.Value(await api.SendCustomerAsync(MiniWorld.AppId, OpenId, text, default));
    }

    [Fact]
    public async Task A_message_is_not_repeated_and_says_whether_it_may_have_arrived()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(502, "");

        var failure = ApiAnswers.Failure(await Api(world).SendSubscribeAsync(MiniWorld.AppId, Paid, default));

        Assert.Equal((ApiFailureKind.TryAgain, true), (failure.Kind, failure.MayHaveHappened));
        Assert.Single(world.Server.Requests, r => r.Path == "/cgi-bin/message/subscribe/send");
    }

    [Fact]
    public void Messages_print_nothing_of_the_person() =>
        Assert.All(
            [$"{Paid}", $"{Shipped}", $"{new CustomerMessage.Text("您好")}"],
            text => Assert.False(text.Contains("草莓", StringComparison.Ordinal) || text.Contains("oUpF8", StringComparison.Ordinal) || text.Contains("您好", StringComparison.Ordinal)));

    private static IMessages Api(MiniWorld world) => world.Instance().GetRequiredService<IMessages>();
}
