using Azure.Core;
using Azure.Core.Pipeline;

namespace WeCommerce.Storage.Simulator.Wire;

/// <summary>Reads the SDK's requests and gives it the answers; nothing goes out.</summary>
internal sealed class SimulatorTransport(string caller, Func<string, WireRequest, CancellationToken, ValueTask<Answer>> answer) : HttpPipelineTransport
{
    // Only its request objects are used.
    private static readonly HttpClientTransport Requests = new();

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => ProcessAsync(message).AsTask().GetAwaiter().GetResult();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        message.CancellationToken.ThrowIfCancellationRequested();
        var request = Read(message.Request);
        message.Response = new SimulatedResponse(await answer(caller, request, message.CancellationToken), message.Request.ClientRequestId);
    }

    private static WireRequest Read(Request request)
    {
        using var body = new MemoryStream();
        request.Content?.WriteTo(body, CancellationToken.None);
        var headers = request.Headers.ToDictionary(static h => h.Name, static h => h.Value, StringComparer.OrdinalIgnoreCase);
        return new WireRequest(request.Method.Method, request.Uri.ToUri(), headers, body.ToArray());
    }
}
