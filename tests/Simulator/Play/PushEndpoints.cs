using System.Globalization;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Pushes;

namespace WeCommerce.Simulator.Play;

/// <summary>The console's page for message pushes, and what makes WeChat push: people who write, and WeChat's own events.</summary>
internal sealed class PushEndpoints(SimulatorOptions options, PushConsole console, Pusher pusher, TimeProvider time)
{
    private static readonly string[] MessageTypes = ["text", "image", "voice", "video", "shortvideo", "location", "link", "miniprogrampage"];

    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/simulator/apps/{appId}/push", PutAsync);
        routes.MapPost("/simulator/messages", PushAsync);
    }

    private async Task<IResult> PutAsync(HttpRequest request, string appId)
    {
        if (options.App(appId) is not { } app)
            return PlayJson.Refuse("UNKNOWN_APP", $"No app {appId} in the settings.");
        var (settings, error) = await PlayJson.ReadAsync<PushSettings>(request);
        if (settings is null)
            return error!;
        if (app.Kind == AppKind.OfficialAccount && settings.Format == "json")
            return PlayJson.Refuse("BAD_PUSH_SETTINGS", "Official accounts are pushed XML only: format must be xml.");
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
        var openId = Take(body, "openId") ?? PushFields.System;
        if (Take(body, "type") is not { Length: > 0 } type)
            return PlayJson.Refuse("BAD_PUSH", "type must be the type of a message or the name of an event.");
        if (!long.TryParse(Take(body, "createTime") ?? $"{time.GetUtcNow().ToUnixTimeSeconds()}", NumberStyles.None, CultureInfo.InvariantCulture, out var createTime) || createTime > LastSecond)
            return PlayJson.Refuse("BAD_PUSH", "createTime must be seconds since 1970.");

        var at = DateTimeOffset.FromUnixTimeSeconds(createTime);
        var more = new JsonObject(body.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
        var fields = MessageTypes.Contains(type, StringComparer.Ordinal)
            ? PushFields.Message(appId, openId, type, at, more)
            : PushFields.Event(appId, openId, type, at, more);

        var result = await pusher.PushAsync(appId, openId, fields, request.HttpContext.RequestAborted);
        return result is null
            ? PlayJson.Refuse("NO_PUSH_SETTINGS", $"Nobody has set up pushes of {appId}: PUT /simulator/apps/{appId}/push.")
            : PlayJson.Ok(new { result.Status, result.Body, result.Error, pushed = fields, result.Reply });
    }

    private static string? Take(JsonObject body, string name)
    {
        var value = body[name];
        body.Remove(name);
        return value is null ? null : $"{value}";
    }
}
