using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Money;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>A notify as it arrived, refused ones too. Its body is WeChat's ciphertext: it names nobody without the APIv3 key.</summary>
/// <param name="Endpoint">The function that it came to.</param>
/// <param name="Headers">Wechatpay-Timestamp, -Nonce, -Signature, -Serial, -Signature-Type: those that there were.</param>
/// <param name="Body">The bytes that were signed; none when there was no signature.</param>
/// <param name="Verdict"><c>Genuine</c>, or why it was not believed.</param>
/// <param name="Status">What was answered.</param>
/// <param name="Code">Why it was not taken; null when it was.</param>
internal sealed record KeptNotify(
    NotifyId NotifyId,
    DateTimeOffset At,
    string Endpoint,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    string Verdict,
    int Status,
    string? Code)
{
    public const string Genuine = nameof(Genuine);
}

/// <summary>A kept notify: the shop's day, a dot, and its row in the day's partition.</summary>
[JsonConverter(typeof(IdentifierConverter<NotifyId>))]
internal readonly record struct NotifyId : IIdentifier<NotifyId>
{
    private const int DayLength = 8;
    private const int Length = DayLength + 1 + 17 + 1 + 8;

    private NotifyId(string value) => Value = value;

    public string Value { get; }

    public string Day => Value[..DayLength];

    public string RowKey => Value[(DayLength + 1)..];

    public static NotifyId New(DateTimeOffset at, Ids ids) => new($"{KeyOf(ShopDay.Of(at))}.{SortableInstant.Of(at)}-{ids.Random(8)}");

    public static string KeyOf(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static bool TryParse([NotNullWhen(true)] string? text, out NotifyId id)
    {
        var good = text?.Length == Length && text[DayLength] == '.' && text[^9] == '-' && Ids.Looks(text[^8..], 8)
            && text.AsSpan(0, DayLength).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(DayLength + 1, 17).IndexOfAnyExceptInRange('0', '9') < 0;
        id = good ? new NotifyId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
