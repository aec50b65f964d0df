using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Conversations;

/// <summary>Somebody with WeChat: who they are to the shop's mini-program and to its official account, and what they do there.</summary>
internal sealed class Person
{
    private readonly ShopHost _shop;

    private Person(ShopHost shop, string openId, string accountOpenId) => (_shop, OpenId, AccountOpenId) = (shop, openId, accountOpenId);

    /// <summary>As the mini-program knows them.</summary>
    public string OpenId { get; }

    /// <summary>As the official account knows them.</summary>
    public string AccountOpenId { get; }

    public static async Task<Person> MeetAsync(ShopHost shop, string nickname = "李雷")
    {
        var user = await shop.TellWeChatAsync("simulator/users", new { nickname });
        return new Person(shop, $"{user["openId"]}", $"{user["openIds"]![ShopHost.AccountAppId]}");
    }

    /// <summary>The same person with a session of the mini-program.</summary>
    public Task<Shopper> LogInAsync() => _shop.LogInAsAsync(OpenId);

    public Task<JsonObject> FollowAsync(string? scene = null) => ActAsync(AccountOpenId, new { action = "follow", scene });

    public Task<JsonObject> UnfollowAsync() => ActAsync(AccountOpenId, new { action = "unfollow" });

    public Task<JsonObject> ScanAsync(string scene) => ActAsync(AccountOpenId, new { action = "scan", scene });

    public Task<JsonObject> ClickAsync(string key) => ActAsync(AccountOpenId, new { action = "click", key });

    /// <summary>Writes to the official account.</summary>
    public Task<JsonObject> WriteAsync(string content) => ActAsync(AccountOpenId, new { action = "write", content });

    /// <summary>Writes to the mini-program's customer service.</summary>
    public Task<JsonObject> AskAsync(string content) => ActAsync(OpenId, new { action = "write", content });

    public Task<JsonObject> SendPictureAsync() => ActAsync(OpenId, new { action = "image" });

    public Task<JsonObject> EnterServiceAsync(string from = "") => ActAsync(OpenId, new { action = "enterService", sessionFrom = from });

    /// <summary>WeChat pushes the same once more.</summary>
    /// <returns>What it was answered.</returns>
    public async Task<JsonObject> AgainAsync(JsonObject acted)
    {
        var push = acted["pushed"]!.DeepClone().AsObject();
        var isEvent = $"{push["MsgType"]}" == "event";
        push["app"] = $"{acted["appId"]}";
        push["openId"] = $"{push["FromUserName"]}";
        push["type"] = $"{push[isEvent ? "Event" : "MsgType"]}";
        push["createTime"] = push["CreateTime"]!.DeepClone();
        foreach (var name in new[] { "ToUserName", "FromUserName", "CreateTime", "MsgType", "Event" })
            push.Remove(name);
        var answer = (await Reply.OfAsync(await _shop.WeChat.PostAsJsonAsync("simulator/messages", push, JsonSerializerOptions.Default))).Expect(200).Json;
        Assert.Equal(acted["pushed"]!.ToJsonString(), answer["pushed"]!.ToJsonString());
        return answer;
    }

    /// <summary>The customer-service messages that they got, of one app or all.</summary>
    public async Task<IReadOnlyList<JsonNode>> MessagesAsync()
    {
        var all = new List<JsonNode>();
        foreach (var openId in new[] { OpenId, AccountOpenId })
            all.AddRange((await Reply.OfAsync(await _shop.WeChat.GetAsync($"simulator/outbox?kind=CustomerMessage&openId={openId}"))).Json["items"]!.AsArray().Select(i => i!["body"]!));
        return all;
    }

    public Task<IReadOnlyList<JsonNode>> SeeMessagesAsync(int count) => Eventually.SeeAsync(MessagesAsync, all => all.Count >= count, $"{count} messages");

    /// <summary>Does something, until the shop answers in time, as it may not on a busy machine.</summary>
    private async Task<JsonObject> ActAsync(string openId, object action)
    {
        var body = JsonSerializer.SerializeToNode(action, JsonSerializerOptions.Web)!.AsObject();
        body["openId"] = openId;
        var acted = await _shop.TellWeChatAsync("simulator/actions", body);
        if ((int?)acted["status"] is null)
        {
            var answer = await Eventually.SeeAsync(() => AgainAsync(acted), a => a["status"] is not null, "an answer within WeChat's five seconds");
            foreach (var name in new[] { "status", "body", "error", "reply" })
                acted[name] = answer[name]?.DeepClone();
        }
        Assert.True((int)acted["status"]! == 200, acted.ToJsonString());
        Assert.True(acted["error"] is null, $"WeChat does not take the answer: {acted["error"]}");
        return acted;
    }
}
