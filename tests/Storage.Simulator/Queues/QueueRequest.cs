using System.Globalization;
using System.Xml.Linq;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Queues;

/// <summary>What a request wants of Queue Storage.</summary>
internal enum QueueVerb
{
    Create,
    Drop,
    List,
    Properties,
    SetMetadata,
    Put,
    Get,
    Peek,
    Update,
    Delete,
    Clear,
}

/// <summary>A request to Queue Storage, read from its method and path.</summary>
internal sealed record QueueRequest(QueueVerb Verb, string Queue, string? MessageId, WireRequest Wire)
{
    public string? MessageText => Wire.Body.Length == 0 ? null : XElement.Parse(Wire.Text, LoadOptions.PreserveWhitespace).Element("MessageText")?.Value;

    public static QueueRequest Of(WireRequest wire)
    {
        var path = wire.Path.Split('/');
        return new QueueRequest(VerbOf(wire, path), path[0], path.Length > 2 ? path[2] : null, wire);
    }

    /// <summary>A number of the query within its range.</summary>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (Wire.Query(name) is not { } text)
            return otherwise;

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw OutOfRange(name);
    }

    public static Refusal OutOfRange(string name) =>
        new(400, "OutOfRangeQueryParameterValue", $"The query parameter {name} specified in the request URI is outside the permissible range.");

    private static QueueVerb VerbOf(WireRequest wire, string[] path) => (wire.Method, path.Length, wire.Query("comp")) switch
    {
        ("GET", 1, "list") => QueueVerb.List,
        ("GET" or "HEAD", 1, "metadata") => QueueVerb.Properties,
        ("PUT", 1, "metadata") => QueueVerb.SetMetadata,
        ("PUT", 1, null) => QueueVerb.Create,
        ("DELETE", 1, null) => QueueVerb.Drop,
        ("POST", 2, _) => QueueVerb.Put,
        ("GET", 2, _) => wire.Query("peekonly") == "true" ? QueueVerb.Peek : QueueVerb.Get,
        ("DELETE", 2, _) => QueueVerb.Clear,
        ("PUT", 3, _) => QueueVerb.Update,
        ("DELETE", 3, _) => QueueVerb.Delete,
        _ => throw new NotSupportedException($"{wire.Method} {wire.Uri.PathAndQuery} is no request of the SDK's."),
    };
}

/// <summary>Names a request to Queue Storage for who watches.</summary>
internal static class QueueCall
{
    public static StorageCall Of(WireRequest wire)
    {
        var request = QueueRequest.Of(wire);
        return new StorageCall
        {
            Operation = $"Queue.{request.Verb}",
            Name = request.Queue,
            MessageId = request.MessageId,
            Body = request.Verb is QueueVerb.Put or QueueVerb.Update ? request.MessageText ?? "" : "",
        };
    }
}
