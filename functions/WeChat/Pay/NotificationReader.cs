using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>Tells WeChat Pay's notifications from forgeries (回调通知处理). Verifies over the raw bytes before it reads any of them.</summary>
public sealed partial class NotificationReader
{
    /// <summary>WeChat's are below 10 KB.</summary>
    public const int MaxBodyBytes = 1 << 20;

    private readonly SignatureCheck _check;
    private readonly byte[] _apiV3Key;
    private readonly ILogger<NotificationReader> _logger;

    internal NotificationReader(SignatureCheck check, IOptions<PayOptions> options, ILogger<NotificationReader> logger)
    {
        _check = check;
        _apiV3Key = Encoding.UTF8.GetBytes(options.Value.ApiV3Key);
        _logger = logger;
    }

    /// <summary>A verdict for any input; throws only <see cref="OperationCanceledException"/> on <paramref name="ct"/>.</summary>
    /// <param name="headers">As received.</param>
    /// <param name="body">The bytes of the body as received, not re-encoded.</param>
    /// <param name="ct">Ends the wait for a download of certificates.</param>
    public ValueTask<NotificationVerdict> ReadAsync(NotificationHeaders headers, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        ReadAsync(headers, body, isKept: false, ct);

    /// <summary>As <see cref="ReadAsync(NotificationHeaders, ReadOnlyMemory{byte}, CancellationToken)"/>, for one that came before and was kept: it may be of any age.</summary>
    /// <inheritdoc cref="ReadAsync(NotificationHeaders, ReadOnlyMemory{byte}, CancellationToken)"/>
    public ValueTask<NotificationVerdict> ReadKeptAsync(NotificationHeaders headers, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        ReadAsync(headers, body, isKept: true, ct);

    private async ValueTask<NotificationVerdict> ReadAsync(NotificationHeaders headers, ReadOnlyMemory<byte> body, bool isKept, CancellationToken ct)
    {
        using var activity = WeChatTrace.Source.StartActivity("wechat.pay.notification");
        var verdict = await JudgeAsync(headers, body, isKept, ct);
        switch (verdict)
        {
            case NotificationVerdict.Genuine { Notification: var notification }:
                activity?.SetTag("wechat.notification_id", notification.Id);
                break;
            case NotificationVerdict.Rejected { Reason: var reason }:
                activity?.SetTag("wechat.rejection", reason.ToString());
                LogRejected(reason);
                break;
        }
        return verdict;
    }

    private async ValueTask<NotificationVerdict> JudgeAsync(NotificationHeaders headers, ReadOnlyMemory<byte> body, bool isKept, CancellationToken ct)
    {
        if (body.Length > MaxBodyBytes)
            return new NotificationVerdict.Rejected(NotificationRejection.MalformedBody);
        // No part of what is signed: one that a gateway took away proves nothing, and must not cost a payment. One that names another scheme is another scheme.
        if (headers.SignatureType is not (null or PaySignature.Scheme))
            return new NotificationVerdict.Rejected(NotificationRejection.UnsupportedAlgorithm);
        var signed = new SignedHeaders(headers.Timestamp ?? "", headers.Nonce ?? "", headers.Signature ?? "", headers.Serial ?? "");
        var check = isKept ? _check.RejectOldAsync(signed, body, ct) : _check.RejectAsync(signed, body, ct);
        if (await check is { } rejection)
            return new NotificationVerdict.Rejected(rejection);
        return JsonFields.Read(body, Open) ?? new NotificationVerdict.Rejected(NotificationRejection.MalformedBody);
    }

    private NotificationVerdict? Open(JsonElement json)
    {
        var resource = json.Object("resource");
        if (json.Text("id") is not { Length: > 0 } id || json.Text("event_type") is not { Length: > 0 } eventType
            || resource.Text("algorithm") is not { } algorithm || resource.Text("nonce") is not { } nonce)
        {
            return null;
        }
        if (algorithm != AeadResource.Algorithm)
            return new NotificationVerdict.Rejected(NotificationRejection.UnsupportedAlgorithm);
        if (resource.Bytes("ciphertext") is not { } ciphertext)
            return null;
        var associatedData = resource.Text("associated_data") ?? "";
        return AeadResource.TryDecrypt(_apiV3Key, Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(associatedData), ciphertext, out var plaintext)
            ? new NotificationVerdict.Genuine(
                new Notification(id, eventType, resource.Text("original_type") ?? "", Encoding.UTF8.GetString(plaintext)))
            : new NotificationVerdict.Rejected(NotificationRejection.DecryptionFailed);
    }

    [LoggerMessage(3020, LogLevel.Warning, "A notification was rejected: {Reason}")]
    private partial void LogRejected(NotificationRejection reason);
}
