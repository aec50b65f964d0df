using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Money;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>
/// What WeChat pushed, once however often it repeats it: the shop's day, the app and a digest of what tells it apart. A message is told apart by its
/// MsgId (消息排重), an event by all that it says: sender, time, event and whatever it is about.
/// </summary>
[JsonConverter(typeof(IdentifierConverter<PushId>))]
internal readonly record struct PushId : IIdentifier<PushId>
{
    private const int DayLength = 8;
    private const int DigestLength = 32;

    private PushId(string value) => Value = value;

    public string Value { get; }

    public string Day => Value[..DayLength];

    /// <param name="app">The app's name.</param>
    /// <param name="at">When WeChat says that it happened.</param>
    /// <param name="message">What it pushed.</param>
    public static PushId Of(string app, DateTimeOffset at, PushMessage message)
    {
        // An event's MsgId is that of the message that it is about.
        var what = !Push.IsEvent(message) && message["MsgId"] is { Length: > 0 } id
            ? $"MsgId={id}"
            : string.Join('\n', message.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..DigestLength];
        return new($"{ShopDay.Of(at).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.{app}.{digest}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out PushId id)
    {
        var good = text?.Split('.') is [{ Length: DayLength } day, { Length: > 0 and <= 32 }, { Length: DigestLength } digest]
            && day.All(char.IsAsciiDigit) && digest.All(char.IsAsciiHexDigitLower);
        id = good ? new PushId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
