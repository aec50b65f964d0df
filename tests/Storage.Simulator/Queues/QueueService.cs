using System.Text;
using System.Text.RegularExpressions;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Queues;

/// <summary>Queue Storage: an account's queues, asked in requests. Not thread-safe; its owner asks one request at a time.</summary>
internal sealed partial class QueueService(TimeProvider time, Func<IReadOnlyList<StoredMessage>, int> pick)
{
    private const int MostBytes = 64 << 10;
    private const int Week = 7 * 24 * 60 * 60;
    private const string MetadataPrefix = "x-ms-meta-";

    private readonly SortedDictionary<string, MessageQueue> _queues = new(StringComparer.Ordinal);
    private int _ids;

    public Answer Answer(WireRequest wire)
    {
        try
        {
            return Answer(QueueRequest.Of(wire));
        }
        catch (Refusal refusal)
        {
            return QueueAnswer.Of(refusal);
        }
    }

    public IReadOnlyList<StoredMessage> Dump()
    {
        var now = time.GetUtcNow();
        return [.. _queues.Values.SelectMany(q => q.Messages.Select(m => m.ToStored(q.Name, now)))];
    }

    private Answer Answer(QueueRequest request) => request.Verb switch
    {
        QueueVerb.List => QueueAnswer.Queues(_queues.Keys),
        QueueVerb.Create => Create(request),
        QueueVerb.Drop => Done(() => _queues.Remove(QueueOf(request).Name)),
        QueueVerb.Properties => Properties(QueueOf(request)),
        QueueVerb.SetMetadata => Done(() => QueueOf(request).Metadata = MetadataOf(request)),
        QueueVerb.Put => Put(QueueOf(request), request),
        QueueVerb.Get => QueueAnswer.Got(QueueOf(request).Get(CountOf(request), HiddenFor(request, least: 1), pick)),
        QueueVerb.Peek => QueueAnswer.Peeked(QueueOf(request).Peek(CountOf(request))),
        QueueVerb.Update => Update(QueueOf(request), request),
        QueueVerb.Delete => Done(() => QueueOf(request).Delete(request.MessageId ?? "", ReceiptOf(request))),
        QueueVerb.Clear => Done(QueueOf(request).Clear),
    };

    private Answer Create(QueueRequest request)
    {
        if (!QueueName().IsMatch(request.Queue))
            throw new Refusal(400, "InvalidResourceName", "The specified resource name contains invalid characters.");

        var metadata = MetadataOf(request);
        if (!_queues.TryGetValue(request.Queue, out var there))
        {
            _queues[request.Queue] = new MessageQueue(request.Queue, time) { Metadata = metadata };
            return Wire.Answer.Empty(201);
        }

        var isSame = there.Metadata.Count == metadata.Count && there.Metadata.All(m => metadata.GetValueOrDefault(m.Key) == m.Value);
        return isSame ? Wire.Answer.Empty(204) : throw new Refusal(409, "QueueAlreadyExists", "The specified queue already exists.");
    }

    private static Answer Properties(MessageQueue queue) => Wire.Answer.Empty(200,
        [("x-ms-approximate-messages-count", $"{queue.Messages.Count}"), .. queue.Metadata.Select(static m => (MetadataPrefix + m.Key, m.Value))]);

    // A message that lives for ever has a time to live of -1. Source: "Put Message".
    private Answer Put(MessageQueue queue, QueueRequest request)
    {
        CheckSize(request);
        var livesFor = request.Number("messagettl", Week, -1, int.MaxValue);
        var hiddenFor = request.Number("visibilitytimeout", 0, 0, Week);
        if (livesFor == 0)
            throw QueueRequest.OutOfRange("messagettl");
        if (livesFor > 0 && hiddenFor >= livesFor)
            throw QueueRequest.OutOfRange("visibilitytimeout");

        var id = new Guid(++_ids, 0, 0, new byte[8]).ToString();
        var lives = livesFor < 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(livesFor);
        return QueueAnswer.Put(queue.Put(id, request.MessageText ?? "", TimeSpan.FromSeconds(hiddenFor), lives));
    }

    private static Answer Update(MessageQueue queue, QueueRequest request)
    {
        CheckSize(request);
        var message = queue.Update(request.MessageId ?? "", ReceiptOf(request), request.MessageText, HiddenFor(request, least: 0));
        return Wire.Answer.Empty(204, ("x-ms-popreceipt", message.PopReceipt), ("x-ms-time-next-visible", QueueAnswer.InstantOf(message.VisibleAt)));
    }

    private static Answer Done(Action action)
    {
        action();
        return Wire.Answer.Empty(204);
    }

    private static void CheckSize(QueueRequest request)
    {
        if (request.MessageText is { } text && Encoding.UTF8.GetByteCount(text) > MostBytes)
            throw new Refusal(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
    }

    private static int CountOf(QueueRequest request) => request.Number("numofmessages", 1, 1, 32);

    private static TimeSpan HiddenFor(QueueRequest request, int least) => TimeSpan.FromSeconds(request.Number("visibilitytimeout", 30, least, Week));

    private static string ReceiptOf(QueueRequest request) =>
        request.Wire.Query("popreceipt") ?? throw new Refusal(400, "MissingRequiredQueryParameter", "A query parameter that's mandatory for this request is not specified.");

    private MessageQueue QueueOf(QueueRequest request) =>
        _queues.GetValueOrDefault(request.Queue) ?? throw new Refusal(404, "QueueNotFound", "The specified queue does not exist.");

    private static Dictionary<string, string> MetadataOf(QueueRequest request) => request.Wire.Headers
        .Where(static h => h.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(static h => h.Key[MetadataPrefix.Length..], static h => h.Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex QueueName();
}
