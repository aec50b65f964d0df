using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Simulator.Tests;

/// <summary>A notify as it arrived.</summary>
internal sealed record Arrival(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Id => Json.GetProperty("id").GetString()!;

    public string EventType => Json.GetProperty("event_type").GetString()!;

    public JsonElement Resource => JsonDocument.Parse(Verification.Decrypt(Merchant.ApiV3Key, Json.GetProperty("resource"))).RootElement;

    public bool SignedBy(string pem) =>
        Verification.Verify(pem, Headers["Wechatpay-Timestamp"], Headers["Wechatpay-Nonce"], Headers["Wechatpay-Signature"], Body);
}

/// <summary>The merchant's notify_url.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();

    private Shop()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(ReceiveAsync);
    }

    /// <summary>What to answer; by default 204.</summary>
    public Func<Arrival, HttpContext, Task> Answer { get; set; } = static (_, context) =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    public string NotifyUrl => $"{_app.Urls.First()}/wechat/pay";

    public static async Task<Shop> StartAsync()
    {
        var shop = new Shop();
        await shop._app.StartAsync();
        return shop;
    }

    public void AnswerWith(int status, string body = "") => Answer = (_, context) =>
    {
        context.Response.StatusCode = status;
        return body == "" ? Task.CompletedTask : context.Response.WriteAsync(body);
    };

    public ValueTask<Arrival> NextAsync() => _arrivals.Reader.ReadAsync();

    /// <summary>What has arrived and was not looked at.</summary>
    public IReadOnlyList<Arrival> Arrived()
    {
        List<Arrival> arrived = [];
        while (_arrivals.Reader.TryRead(out var arrival))
            arrived.Add(arrival);
        return arrived;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var arrival = new Arrival(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray());
        _arrivals.Writer.TryWrite(arrival);
        await Answer(arrival, context);
    }
}
