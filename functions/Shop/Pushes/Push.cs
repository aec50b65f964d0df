using System.Globalization;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>A message or an event that WeChat pushed (消息推送).</summary>
/// <param name="AppId">The app that it is for.</param>
/// <param name="At">When WeChat says that it happened; when it came, where WeChat does not say.</param>
/// <param name="Message">As it was pushed, decrypted.</param>
internal sealed record Push(PushId PushId, string AppId, DateTimeOffset At, PushMessage Message)
{
    /// <summary>
    /// What it is: an event's name in lower case (WeChat writes them both ways), or <c>message.</c> and the message's type.
    /// </summary>
    public string Kind { get; } = KindOf(Message);

    /// <summary>What it is answered with, as was chosen when it came first; null for nothing.</summary>
    public ReplyChoice? Choice { get; init; }

    /// <summary>Who wrote or did something; of WeChat's own events WeChat itself.</summary>
    public AppIdentity? Sender => OpenId.TryParse(Message["FromUserName"], out var openId) ? new(AppId, openId) : null;

    public static Push Of(PushApp app, PushMessage message, DateTimeOffset now)
    {
        var at = InstantOf(message["CreateTime"]) ?? now;
        return new(PushId.Of(app.Name, at, message), app.AppId, at, message);
    }

    /// <summary>A field that is seconds since 1970, which may come as a text (A.6); null when it is none.</summary>
    public DateTimeOffset? Instant(string field) => InstantOf(Message[field]);

    public static bool IsEvent(PushMessage message) => message["MsgType"].Equals("event", StringComparison.OrdinalIgnoreCase);

    // What people wrote stands in no log.
    public override string ToString() => $"Push {PushId} {Kind}";

    private static string KindOf(PushMessage message) => (IsEvent(message) ? message["Event"] : $"message.{message["MsgType"]}").ToLowerInvariant();

    private static DateTimeOffset? InstantOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}

/// <summary>Does what one kind of push asks for. It may be told the same push again.</summary>
internal interface IPushHandler
{
    /// <summary>As <see cref="Push.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>What cannot be done now is an exception: the push comes again.</summary>
    Task HandleAsync(Push push, CancellationToken cancellation);
}
