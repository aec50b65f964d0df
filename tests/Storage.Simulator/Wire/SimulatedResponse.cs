using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace WeCommerce.Storage.Simulator.Wire;

/// <summary>An <see cref="Answer"/> as the SDK reads it.</summary>
internal sealed class SimulatedResponse : Response
{
    private readonly Answer _answer;
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    public SimulatedResponse(Answer answer, string clientRequestId)
    {
        (_answer, ClientRequestId) = (answer, clientRequestId);
        foreach (var (name, value) in answer.Headers)
            _headers[name] = value;
        _headers["x-ms-client-request-id"] = clientRequestId;
        _headers["Content-Length"] = $"{answer.Body.Length}";
        ContentStream = new MemoryStream(answer.Body, 0, answer.Body.Length, writable: false, publiclyVisible: true);
    }

    public override int Status => _answer.Status;

    public override string ReasonPhrase => _answer.Reason;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    // The SDK reads a buffered body after it has disposed of the message.
    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(static h => new HttpHeader(h.Key, h.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
