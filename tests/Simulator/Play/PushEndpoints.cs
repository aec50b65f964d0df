using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Notifies;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Play;

/// <summary>The console's page for message pushes, and what makes WeChat push: people who write, and WeChat's own events.</summary>
internal sealed class PushEndpoints(SimulatorOptions options, PushConsole console, Pusher pusher, Outbox outbox, TimeProvider time)
{
    private static readonly string[] MessageTypes = ["text", "image", "voice", "video", "shortvideo", "location", "link", "miniprogrampage"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/simulator/apps/{appId}/push", PutAsync);
        routes.MapPost("/simulator/messages", PushAsync);
    }

    private async Task<IResult> PutAsync(HttpRequest request, string appId)
    {
        if (options.App(appId) is null)
            return PlayJson.Refuse("UNKNOWN_APP", $"No app {appId} in the settings.");
        var (settings, error) = await PlayJson.ReadAsync<PushSettings>(request);
        if (settings is null)
            return error!;
        return await console.PutAsync(appId, settings, request.HttpContext.RequestAborted) is { } fault
            ? PlayJson.Refuse("BAD_PUSH_SETTINGS", fault)
            : PlayJson.Ok(settings);
    }

    // {app?, openId?, type, createTime?, …}: the type of a message or the name of an event; all else goes out as it is.
    private async Task<IResult> PushAsync(HttpRequest request)
    {
        var (body, error) = await PlayJson.ReadAsync<JsonObject>(request);
        if (body is null)
            return error!;
        var appId = Take(body, "app") ?? options.Apps[0].AppId;
        var openId = Take(body, "openId") ?? "o_wechat_system";
        if (Take(body, "type") is not { Length: > 0 } type)
            return PlayJson.Refuse("BAD_PUSH", "type must be the type of a message or the name of an event.");
        if (!long.TryParse(Take(body, "createTime") ?? $"{time.GetUtcNow().ToUnixTimeSeconds()}", NumberStyles.None, CultureInfo.InvariantCulture, out var createTime))
            return PlayJson.Refuse("BAD_PUSH", "createTime must be seconds since 1970.");

        var isMessage = MessageTypes.Contains(type, StringComparer.Ordinal);
        var fields = new JsonObject
        {
            ["ToUserName"] = $"gh_{appId}",
            ["FromUserName"] = openId,
            ["CreateTime"] = createTime,
            ["MsgType"] = isMessage ? type : "event",
        };
        if (!isMessage)
            fields["Event"] = type;
        foreach (var (name, value) in body.Where(f => f.Value is not null))
            fields[name] = value!.DeepClone();
        if (isMessage && !fields.ContainsKey("MsgId"))
            fields["MsgId"] = RandomNumberGenerator.GetInt32(int.MaxValue) + (1L << 60);

        var answer = await pusher.PushAsync(appId, openId, fields, request.HttpContext.RequestAborted);
        return answer is null
            ? PlayJson.Refuse("NO_PUSH_SETTINGS", $"Nobody has set up pushes of {appId}: PUT /simulator/apps/{appId}/push.")
            : PlayJson.Ok(Seen(appId, openId, answer, fields));
    }

    private object Seen(string appId, string openId, PostAnswer answer, JsonObject fields)
    {
        var (reply, fault) = PushReplies.Read(console.Find(appId), appId, answer.Body);
        if (reply is not null)
            outbox.Add("PassiveReply", appId, openId, [], PushReplies.ToElement(reply));
        return new { status = answer.Status, body = answer.Body, error = fault ?? answer.Error, pushed = fields, reply };
    }

    private static string? Take(JsonObject body, string name)
    {
        var value = body[name];
        body.Remove(name);
        return value is null ? null : $"{value}";
    }
}
