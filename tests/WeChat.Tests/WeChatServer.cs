using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace WeCommerce.WeChat.Tests;

/// <summary>A request as it was on the wire.</summary>
internal sealed record Received(string Method, string Target, IHeaderDictionary Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string Path => Target.Split('?')[0];
}

/// <summary>An answer to put on the wire.</summary>
internal sealed record Reply(int Status, string Body, Dictionary<string, string>? Headers = null, string ContentType = "application/json")
{
    /// <summary>Sent in place of the text, and never signed.</summary>
    public byte[]? File { get; init; }
}

/// <summary>A web server on a free port, in place of WeChat.</summary>
internal sealed class WeChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WeChatServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<Received> Requests { get; } = [];

    public static async Task<WeChatServer> StartAsync(Func<Received, Task<Reply>> respond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new WeChatServer(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            // A copy: Kestrel uses the collection again for the next request.
            var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
            var received = new Received(context.Request.Method, target, headers, body.ToArray());
            server.Requests.Enqueue(received);
            var reply = await respond(received);
            if (reply.Status == 0)
            {
                context.Abort();
                return;
            }
            context.Response.StatusCode = reply.Status;
            foreach (var (name, value) in reply.Headers ?? [])
                context.Response.Headers[name] = value;
            var bytes = reply.File ?? Encoding.UTF8.GetBytes(reply.Body);
            if (bytes.Length == 0)
                return;
            context.Response.ContentType = reply.ContentType;
            await context.Response.Body.WriteAsync(bytes);
        });
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
