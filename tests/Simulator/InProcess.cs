using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace WeCommerce.Simulator;

/// <summary>Takes requests from a handler instead of a socket, so that who plays decides what the network does.</summary>
internal sealed class InProcessServer : IServer, IServerAddressesFeature
{
    private Func<IFeatureCollection, Task>? _answer;

    public InProcessServer() => Features.Set<IServerAddressesFeature>(this);

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public ICollection<string> Addresses { get; } = ["http://wechat.invalid/"];

    public bool PreferHostingUrls { get; set; }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _answer = async features =>
        {
            var context = application.CreateContext(features);
            Exception? failure = null;
            try
            {
                await application.ProcessRequestAsync(context);
            }
            catch (Exception e)
            {
                failure = e;
                throw;
            }
            finally
            {
                application.DisposeContext(context, failure);
            }
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AnswerAsync(IFeatureCollection request) => (_answer ?? throw new InvalidOperationException("The simulator has not started."))(request);

    public void Dispose()
    {
    }
}

/// <summary>The way to an <see cref="InProcessServer"/>.</summary>
internal sealed class InProcessHandler(InProcessServer server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var http = new DefaultHttpContext();
        var lifetime = new Lifetime { RequestAborted = cancellationToken };
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        await FillAsync(http, request, cancellationToken);
        using var body = new MemoryStream();
        http.Response.Body = body;

        await server.AnswerAsync(http.Features);
        if (lifetime.IsAborted)
            throw new HttpRequestException("The connection broke.");
        await http.Response.CompleteAsync();
        return AnswerOf(http.Response, body.ToArray());
    }

    private static async Task FillAsync(DefaultHttpContext http, HttpRequestMessage request, CancellationToken cancellation)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("A request without an address.");
        var into = http.Features.GetRequiredFeature<IHttpRequestFeature>();
        into.Method = request.Method.Method;
        into.Scheme = uri.Scheme;
        into.Path = Uri.UnescapeDataString(uri.AbsolutePath);
        into.QueryString = uri.Query;
        into.RawTarget = uri.PathAndQuery;
        into.Protocol = "HTTP/1.1";
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
            into.Headers[name] = values.ToArray();
        into.Headers.Host = uri.Authority;
        if (request.Content is not null)
            into.Body = new MemoryStream(await request.Content.ReadAsByteArrayAsync(cancellation));
    }

    private static HttpResponseMessage AnswerOf(HttpResponse response, byte[] body)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)response.StatusCode) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in response.Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, values.ToArray()))
                answer.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }
        return answer;
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
