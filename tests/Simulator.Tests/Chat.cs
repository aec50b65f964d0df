using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace WeCommerce.Simulator.Tests;

/// <summary>A push as it arrived.</summary>
internal sealed record Pushed(IReadOnlyDictionary<string, string> Query, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public XElement Xml => XElement.Parse(Body);
}

/// <summary>A shop with a mini-program and an official account, and one person who uses both.</summary>
internal sealed class Chat : IAsyncDisposable
{
    public const string Mini = Game.AppId;
    public const string Account = "wx7777777777777777";
    public const string Template = "template-of-shipping";
    public const string PushToken = "pushtoken";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly ConcurrentQueue<Pushed> _pushed = new();

    private Chat(Game game) => Game = game;

    public Game Game { get; }

    /// <summary>The person's, of the mini-program.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>The same person's, of the official account.</summary>
    public string AccountOpenId { get; private set; } = "";

    public string UnionId { get; private set; } = "";

    /// <summary>What the shop answers to a push.</summary>
    public Func<Pushed, (int Status, string Body)> Reply { get; set; } = _ => (200, "success");

    public static async Task<Chat> OpenAsync(Action<SimulatorOptions>? configure = null)
    {
        var game = await Game.StartAsync(options =>
        {
            options.Apps.Add(new(Account, "secret of the account", AppKind.OfficialAccount));
            configure?.Invoke(options);
        });
        var chat = new Chat(game);
        game.Shop.Answer = chat.AnswerAsync;
        var user = (await game.PostAsync("/simulator/users", new { nickname = "小明" })).Json;
        chat.OpenId = user.GetProperty("openId").GetString()!;
        chat.UnionId = user.GetProperty("unionId").GetString()!;
        chat.AccountOpenId = user.GetProperty("openIds").GetProperty(Account).GetString()!;
        return chat;
    }

    public Task<Answer> SetUpAsync(string appId, string format, string mode = "plaintext") => Game.CallAsync(
        HttpMethod.Put,
        $"/simulator/apps/{appId}/push",
        new { url = Game.Shop.NotifyUrl, token = PushToken, encodingAesKey = AesKey, mode, format });

    /// <summary>What has been pushed and was not looked at, when nothing more is under way.</summary>
    public async Task<IReadOnlyList<Pushed>> PushedAsync()
    {
        await Game.Simulator.SettledAsync();
        List<Pushed> all = [];
        while (_pushed.TryDequeue(out var one))
            all.Add(one);
        return all;
    }

    public async Task<string> TokenAsync(string appId) => (await Game.PostAsync("/cgi-bin/stable_token", new
    {
        grant_type = "client_credential",
        appid = appId,
        secret = appId == Account ? "secret of the account" : Game.AppSecret,
    })).Text("access_token")!;

    public async Task<Answer> CallAsync(string path, object body, string appId = Mini) =>
        await Game.PostAsync($"{path}?access_token={await TokenAsync(appId)}", body);

    public async Task<Answer> ReadAsync(string path, string query = "", string appId = Account) =>
        await Game.GetAsync($"{path}?access_token={await TokenAsync(appId)}{query}");

    public Task<Answer> ActAsync(object action)
    {
        var body = JsonSerializer.SerializeToNode(action)!.AsObject();
        body.TryAdd("openId", OpenId);
        return Game.PostAsync("/simulator/actions", body.ToJsonString());
    }

    public Task<Answer> AcceptAsync(string template = Template) =>
        ActAsync(new { action = "subscribe", answers = new[] { new { templateId = template, accept = true } } });

    public Task<Answer> RemindAsync(string template = Template, object? data = null) => CallAsync(
        "/cgi-bin/message/subscribe/send",
        new { touser = OpenId, template_id = template, page = "pages/order?id=1", data = data ?? new { thing1 = new { value = "雨前龙井" } } });

    public Task<Answer> WriteToAsync(string openId, string appId) =>
        CallAsync("/cgi-bin/message/custom/send", new { touser = openId, msgtype = "text", text = new { content = "您好" } }, appId);

    public async Task<JsonElement> QuotaAsync(string appId = Mini) => (await Game.GetAsync($"/simulator/quota?app={appId}&openId={OpenId}")).Json;

    public async Task<List<JsonElement>> OutboxAsync(string kind) =>
        [.. (await Game.GetAsync($"/simulator/outbox?kind={kind}")).Json.GetProperty("items").EnumerateArray()];

    /// <summary>消息加解密说明, by these tests alone: what a shop encrypts and signs.</summary>
    public static (string Encrypt, string Signature) Seal(string text, string appId, string stamp, string nonce)
    {
        var key = Convert.FromBase64String(AesKey + "=");
        var message = Encoding.UTF8.GetBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        byte[] plain = [.. new byte[16], .. length, .. message, .. Encoding.UTF8.GetBytes(appId)];
        var pad = 32 - (plain.Length % 32);
        byte[] padded = [.. plain, .. Enumerable.Repeat((byte)pad, pad)];
        using var aes = Aes.Create();
        aes.Key = key;
        var encrypt = Convert.ToBase64String(aes.EncryptCbc(padded, key[..16], PaddingMode.None));
        string[] parts = [PushToken, stamp, nonce, encrypt];
        var sorted = string.Concat(parts.OrderBy(p => p, StringComparer.Ordinal));
        return (encrypt, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(sorted))));
    }

    /// <summary>A reply to the person of the official account.</summary>
    public string XmlReply(string type, string content) =>
        $"<xml><ToUserName><![CDATA[{AccountOpenId}]]></ToUserName><FromUserName><![CDATA[gh_{Account}]]></FromUserName>" +
        $"<CreateTime>{Game.Time.GetUtcNow().ToUnixTimeSeconds()}</CreateTime><MsgType><![CDATA[{type}]]></MsgType>{content}</xml>";

    public string JsonReply(string type) => new JsonObject
    {
        ["ToUserName"] = OpenId,
        ["FromUserName"] = $"gh_{Mini}",
        ["CreateTime"] = Game.Time.GetUtcNow().ToUnixTimeSeconds(),
        ["MsgType"] = type,
    }.ToJsonString();

    public async ValueTask DisposeAsync() => await Game.DisposeAsync();

    private async Task AnswerAsync(Arrival arrival, HttpContext context)
    {
        var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value).ToDictionary(q => q.Key, q => $"{q.Value}");
        if (query.TryGetValue("echostr", out var echo))
        {
            await context.Response.WriteAsync(echo);
            return;
        }
        var pushed = new Pushed(query, Encoding.UTF8.GetString(arrival.Body));
        _pushed.Enqueue(pushed);
        (context.Response.StatusCode, var body) = Reply(pushed);
        await context.Response.WriteAsync(body);
    }
}
