using System.Diagnostics;
using System.Threading.RateLimiting;
using WeCommerce.Storage;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Flights;

/// <summary>Keeps every notify that arrives, with what it was answered: what came can be looked at, and taken again.</summary>
internal sealed class NotifyLog(FlightRecorder recorder, Ids ids, TimeProvider time) : IDisposable
{
    /// <summary>WeChat's notifies are below 10 KB; of what is not WeChat's, no more than that is worth keeping.</summary>
    private const int MostOfARefused = 10 * 1024;

    private const int MostOfAHeader = 1400;

    // Anybody can send what is no notify: WeChat's own probes and changes of keys stay far below this, and what is not even signed does not crowd them out.
    private readonly TokenBucketRateLimiter _refused = Limiter(120);
    private readonly TokenBucketRateLimiter _unsigned = Limiter(30);

    /// <summary>A notify begins to be looked at: what is done about it from here on carries its id.</summary>
    public NotifyId Begin()
    {
        var id = NotifyId.New(time.GetUtcNow(), ids);
        Activity.Current?.SetTag(ShopTrace.NotifyTag, id.Value);
        return id;
    }

    /// <param name="verdict"><see cref="KeptNotify.Genuine"/>, or why it was not believed.</param>
    /// <param name="code">Why it was not taken; null when it was.</param>
    public void End(NotifyId id, string endpoint, NotificationHeaders headers, byte[] body, string verdict, int status, string? code)
    {
        var isGenuine = verdict == KeptNotify.Genuine;
        if (!isGenuine && !(IsUnsigned(verdict) ? _unsigned : _refused).AttemptAcquire().IsAcquired)
        {
            recorder.Drop();
            return;
        }

        recorder.Note(new KeptNotify(id, time.GetUtcNow(), endpoint, Named(headers), isGenuine ? body : Cut(body, verdict), verdict, status, code));
    }

    public void Dispose()
    {
        _refused.Dispose();
        _unsigned.Dispose();
    }

    public static NotificationHeaders HeadersOf(KeptNotify notify) => new(
        notify.Headers.GetValueOrDefault("Wechatpay-Timestamp"),
        notify.Headers.GetValueOrDefault("Wechatpay-Nonce"),
        notify.Headers.GetValueOrDefault("Wechatpay-Signature"),
        notify.Headers.GetValueOrDefault("Wechatpay-Serial"),
        notify.Headers.GetValueOrDefault("Wechatpay-Signature-Type"));

    // Without a signature it is nobody's word, never taken by any replay, and may hold whatever a stranger put there.
    private static byte[] Cut(byte[] body, string verdict) =>
        IsUnsigned(verdict) ? [] : body.Length <= MostOfARefused ? body : body[..MostOfARefused];

    private static bool IsUnsigned(string verdict) => verdict is
        nameof(NotificationRejection.MissingHeader) or nameof(NotificationRejection.MalformedHeader) or nameof(NotificationRejection.MalformedTimestamp);

    private static TokenBucketRateLimiter Limiter(int most) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = most,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    });

    private static Dictionary<string, string> Named(NotificationHeaders headers)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[]
        {
            ("Wechatpay-Timestamp", headers.Timestamp), ("Wechatpay-Nonce", headers.Nonce), ("Wechatpay-Signature", headers.Signature),
            ("Wechatpay-Serial", headers.Serial), ("Wechatpay-Signature-Type", headers.SignatureType),
        })
        {
            if (value is { Length: > 0 })
                named[name] = value.Length <= MostOfAHeader ? value : value[..MostOfAHeader];
        }
        return named;
    }
}
