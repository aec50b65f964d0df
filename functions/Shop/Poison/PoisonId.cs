using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>A message that could not be handled: its queue, a dot, 9 characters that sort the newest first, a hyphen, and the message's own id.</summary>
[JsonConverter(typeof(IdentifierConverter<PoisonId>))]
internal readonly record struct PoisonId : IIdentifier<PoisonId>
{
    private const int MostLength = 100;

    private PoisonId(string value) => Value = value;

    public string Value { get; }

    public string Queue => Value[..Value.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Its row in its queue's partition.</summary>
    public string RowKey => Value[(Queue.Length + 1)..];

    /// <param name="messageId">The storage queue's: a GUID. The same each time the message is delivered.</param>
    public static PoisonId Of(string queue, DateTimeOffset at, string messageId) => new($"{queue}.{Ids.Descending(at)}-{messageId}");

    public static bool TryParse([NotNullWhen(true)] string? text, out PoisonId id)
    {
        var good = text is { Length: <= MostLength } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            && text.Split('.') is [var queue, { Length: > 0 }] && PoisonQueues.All.Contains(queue, StringComparer.Ordinal);
        id = good ? new PoisonId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
