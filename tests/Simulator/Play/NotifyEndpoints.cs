using System.Text.Json;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Notifies;

namespace WeCommerce.Simulator.Play;

/// <summary>A notify that WeChat would never send, with WeChat's own signature unless told otherwise.</summary>
internal sealed record Forgery(
    string? NotifyUrl = null,
    string EventType = "TRANSACTION.SUCCESS",
    string OriginalType = "transaction",
    string Summary = "支付成功",
    JsonElement? Resource = null,
    KeyMode? KeyMode = null,
    string? SerialNo = null,
    double TimestampOffsetSeconds = 0,
    bool BreakSignature = false,
    bool SignTest = false);

/// <summary>What was notified, again and in other words.</summary>
internal sealed class NotifyEndpoints(
    SimulatorOptions options,
    Notifier notifier,
    NotifyPost post,
    PlatformKeys keys,
    CurrentBehaviour behaviour)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/notifies", () => PlayJson.Ok(new { notifies = notifier.All.Select(Answer) }));
        routes.MapPost("/simulator/notifies/{id}/resend", ResendAsync);
        routes.MapPost("/simulator/forge/notify", ForgeAsync);
    }

    private static object Answer(Notify notify) => new
    {
        notify.Id,
        notify.EventType,
        notify.OutTradeNo,
        notify.OutRefundNo,
        notifyUrl = notify.Url,
        notify.CreateTime,
        notify.State,
        notify.Deliveries,
    };

    private async Task<IResult> ResendAsync(string id, CancellationToken ct)
    {
        if (notifier.All.FirstOrDefault(n => n.Id == id) is not { } notify)
            return PlayJson.Refuse("UNKNOWN_NOTIFY", "There is no notify of this id.", StatusCodes.Status404NotFound);
        return Answer(await notifier.ResendAsync(notify, ct));
    }

    private async Task<IResult> ForgeAsync(HttpRequest request)
    {
        var (forgery, error) = await PlayJson.ReadAsync<Forgery>(request);
        if (forgery is null)
            return error!;
        if (!Uri.TryCreate(forgery.NotifyUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return PlayJson.Refuse("BAD_NOTIFY_URL", "notifyUrl must be an absolute http or https address.");
        if (forgery.Resource is not { ValueKind: JsonValueKind.Object } resource)
            return PlayJson.Refuse("BAD_RESOURCE", "resource must be a JSON object.");

        var notify = new Notify(forgery.NotifyUrl, forgery.EventType, forgery.OriginalType, forgery.Summary, resource, options);
        var at = options.Time.GetUtcNow().AddSeconds(forgery.TimestampOffsetSeconds);
        var headers = keys.ForNotify(forgery.KeyMode ?? behaviour.Now.KeyMode).Sign(at, notify.Body, forgery.SignTest);
        if (forgery.BreakSignature)
            headers["Wechatpay-Signature"] = Broken(headers["Wechatpay-Signature"]);
        if (forgery.SerialNo is { } serialNo)
            headers["Wechatpay-Serial"] = serialNo;
        return Answer(await post.SendAsync(new(notify.Url, notify.Body, headers), request.HttpContext.RequestAborted));
    }

    private static IResult Answer(PostAnswer answer) => PlayJson.Ok(new { answer.Status, answer.Body, answer.Error, answer.Headers });

    // Still Base64 of the right length: only the key can tell.
    private static string Broken(string signature) => (signature[0] == 'A' ? 'B' : 'A') + signature[1..];
}
