using System.Collections.Frozen;
using System.Globalization;
using Azure.Storage.Queues.Models;

namespace WeCommerce.LocalHost.Queues;

/// <summary>What a queue message is besides its text, under the Functions host's names, as text like there.</summary>
internal static class MessageData
{
    public static FrozenSet<string> Names { get; } = FrozenSet.ToFrozenSet(
        ["QueueTrigger", "Id", "DequeueCount", "PopReceipt", "InsertionTime", "ExpirationTime", "NextVisibleTime"],
        StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyDictionary<string, object?> Of(QueueMessage message, BinaryData body) =>
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = body.ToString(),
            ["Id"] = message.MessageId,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["PopReceipt"] = message.PopReceipt,
            ["InsertionTime"] = Instant(message.InsertedOn),
            ["ExpirationTime"] = Instant(message.ExpiresOn),
            ["NextVisibleTime"] = Instant(message.NextVisibleOn),
        };

    private static string? Instant(DateTimeOffset? instant) => instant?.ToString("O", CultureInfo.InvariantCulture);
}
