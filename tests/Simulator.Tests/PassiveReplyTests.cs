using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>被动回复: read in the app's format, decrypted and checked as the app's mode says, and kept in the outbox.</summary>
public sealed class PassiveReplyTests
{
    [Fact]
    public async Task Accounts_are_pushed_XML_only()
    {
        await using var chat = await Chat.OpenAsync();
        Assert.Equal("BAD_PUSH_SETTINGS", (await chat.SetUpAsync(Chat.Account, "json")).Code);
        Assert.Equal(200, (await chat.SetUpAsync(Chat.Account, "xml")).Status);
    }

    [Fact]
    public async Task A_text_is_read_to_its_fields_and_kept()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        chat.Reply = _ => (200, chat.XmlReply("text", "<Content><![CDATA[欢迎 & <光临>]]></Content>"));

        var answer = await chat.ActAsync(new { action = "follow" });

        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("error").ValueKind);
        var reply = answer.Json.GetProperty("reply");
        Assert.Equal(("text", "欢迎 & <光临>"), (reply.GetProperty("MsgType").GetString(), reply.GetProperty("Content").GetString()));
        var kept = Assert.Single(await chat.OutboxAsync("PassiveReply"));
        Assert.Equal(
            (Chat.Account, chat.AccountOpenId, "欢迎 & <光临>"),
            (kept.GetProperty("appId").GetString(), kept.GetProperty("openId").GetString(), kept.GetProperty("body").GetProperty("Content").GetString()));
    }

    [Theory]
    [InlineData("safe")]
    [InlineData("compatible")]
    public async Task An_encrypted_reply_is_decrypted(string mode)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml", mode);
        chat.Reply = _ => (200, Sealed(chat.XmlReply("text", "<Content>欢迎</Content>"), Chat.Account));
        var answer = await chat.ActAsync(new { action = "follow" });
        Assert.Equal("欢迎", answer.Json.GetProperty("reply").GetProperty("Content").GetString());
    }

    [Fact]
    public async Task A_badly_signed_reply_is_refused()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml", "safe");
        var text = chat.XmlReply("text", "<Content>欢迎</Content>");
        foreach (var (body, issue) in new[]
        {
            (Sealed(text, Chat.Account).Replace("<Nonce>n", "<Nonce>m", StringComparison.Ordinal), "MsgSignature"),
            (Sealed(text, Chat.Mini), "encrypted for"),
            (text, "must be encrypted"),
            ("welcome", "cannot be read"),
            ("<xml><Encrypt>AAAA</Encrypt></xml>", "MsgSignature"),
        })
        {
            chat.Reply = _ => (200, body);
            var answer = await chat.ActAsync(new { action = "click", key = "hello" });
            Assert.Contains(issue, answer.Text("error"), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("reply").ValueKind);
        }
        Assert.Empty(await chat.OutboxAsync("PassiveReply"));
    }

    [Theory]
    [InlineData("success")]
    [InlineData("")]
    public async Task Success_and_nothing_are_no_reply_and_never_encrypted(string body)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml", "safe");
        chat.Reply = _ => (200, body);
        var answer = await chat.ActAsync(new { action = "follow" });
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (answer.Json.GetProperty("reply").ValueKind, answer.Json.GetProperty("error").ValueKind));
    }

    [Theory]
    [InlineData("image", "<Image><MediaId>1</MediaId></Image>", null)]
    [InlineData("image", "<Image></Image>", "Image/MediaId")]
    [InlineData("news", "<ArticleCount>1</ArticleCount><Articles><item><Title>新茶</Title></item></Articles>", null)]
    [InlineData("news", "<ArticleCount>1</ArticleCount>", "Articles/item")]
    [InlineData("text", "", "Content")]
    [InlineData("transfer_customer_service", "", null)]
    [InlineData("poem", "<Content>茶</Content>", "MsgType")]
    public async Task Every_type_has_its_fields(string type, string content, string? issue)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        chat.Reply = _ => (200, chat.XmlReply(type, content));
        var answer = await chat.ActAsync(new { action = "click", key = "hello" });
        if (issue is null)
            Assert.Equal(type, answer.Json.GetProperty("reply").GetProperty("MsgType").GetString());
        else
            Assert.Contains(issue, answer.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Articles_are_a_list_even_when_there_is_one()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        chat.Reply = _ => (200, chat.XmlReply("news", "<ArticleCount>1</ArticleCount><Articles><item><Title>新茶</Title></item></Articles>"));
        var reply = (await chat.ActAsync(new { action = "follow" })).Json.GetProperty("reply");
        Assert.Equal("新茶", reply.GetProperty("Articles").GetProperty("item")[0].GetProperty("Title").GetString());
    }

    [Theory]
    [InlineData("ToUserName")]
    [InlineData("FromUserName")]
    [InlineData("CreateTime")]
    public async Task It_is_for_who_wrote_and_from_the_app(string field)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        chat.Reply = _ => (200, chat.XmlReply("text", "<Content>欢迎</Content>").Replace(field, "Nothing", StringComparison.Ordinal));
        Assert.Contains(field, (await chat.ActAsync(new { action = "follow" })).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mini_program_can_only_hand_over_to_customer_service()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        chat.Reply = _ => (200, chat.JsonReply("transfer_customer_service"));
        var handed = await chat.ActAsync(new { action = "write", content = "在吗" });
        Assert.Equal("transfer_customer_service", handed.Json.GetProperty("reply").GetProperty("MsgType").GetString());
        chat.Reply = _ => (200, chat.JsonReply("text"));
        Assert.Contains("transfer_customer_service", (await chat.ActAsync(new { action = "write", content = "在吗" })).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_JSON_reply_is_decrypted_and_messages_of_the_console_read_it_too()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json", "safe");
        chat.Reply = _ =>
        {
            var (encrypt, signature) = Chat.Seal(chat.JsonReply("transfer_customer_service"), Chat.Mini, "1772326800", "n1");
            return (200, JsonSerializer.Serialize(new { Encrypt = encrypt, MsgSignature = signature, TimeStamp = 1772326800, Nonce = "n1" }));
        };
        var answer = await chat.Game.PostAsync("/simulator/messages", new { openId = chat.OpenId, type = "text", Content = "在吗" });
        Assert.Equal("transfer_customer_service", answer.Json.GetProperty("reply").GetProperty("MsgType").GetString());
        Assert.Single(await chat.OutboxAsync("PassiveReply"));
    }

    [Fact]
    public async Task The_reply_to_a_repeated_push_counts_too()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        chat.Reply = _ => (500, "");
        Assert.Equal("500", (await chat.ActAsync(new { action = "follow" })).Text("status"));
        chat.Reply = _ => (200, chat.XmlReply("text", "<Content>欢迎</Content>"));
        await chat.Game.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Single(await chat.OutboxAsync("PassiveReply"));
        Assert.Equal(2, (await chat.PushedAsync()).Count);
    }

    private static string Sealed(string text, string appId)
    {
        var (encrypt, signature) = Chat.Seal(text, appId, "1772326800", "nonce");
        return $"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt><MsgSignature>{signature}</MsgSignature>" +
            "<TimeStamp>1772326800</TimeStamp><Nonce>nonce</Nonce></xml>";
    }
}
