using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.LocalHost.Tests.Admin;

public sealed class AdminTests : IAsyncLifetime
{
    private readonly Probe _probe = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(
        new App(typeof(AdminFunctions)) { Configure = builder => builder.Services.AddSingleton(_probe) });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Status_IsRunning()
    {
        using var status = JsonDocument.Parse(await _app.Http.GetStringAsync("/admin/host/status"));

        Assert.Equal("Running", status.RootElement.GetProperty("state").GetString());
        Assert.Equal("WeCommerce.LocalHost.Tests", status.RootElement.GetProperty("id").GetString());
        Assert.NotEmpty(status.RootElement.GetProperty("version").GetString()!);
    }

    [Fact]
    public async Task Functions_AreListed()
    {
        var list = await _app.Http.GetStringAsync("/admin/functions");

        Assert.Equal(
            """
            [{"name":"Event","trigger":"eventGridTrigger","route":null,"methods":null},
            {"name":"Hello","trigger":"httpTrigger","route":"api/hello/{name}","methods":["GET"]},
            {"name":"Long","trigger":"queueTrigger","route":null,"methods":null},
            {"name":"Message","trigger":"queueTrigger","route":null,"methods":null},
            {"name":"Tick","trigger":"timerTrigger","route":null,"methods":null}]
            """.ReplaceLineEndings(""),
            list);
    }

    [Theory]
    [InlineData("Message", """{"input":"{\"orderId\":\"O1\"}"}""", "message O1 1")]
    [InlineData("message", """{"input":{"orderId":"O2"}}""", "message O2 1")]
    [InlineData("Tick", "{}", "tick False")]
    [InlineData("Event", """{"input":"{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"T\"}"}""", "event T")]
    public async Task Function_IsFiredByHand(string function, string body, string expected)
    {
        Assert.Equal(HttpStatusCode.Accepted, await FireAsync(function, body));

        Assert.Equal(expected, await _probe.NextAsync());
    }

    [Theory]
    [InlineData("Nothing", """{"input":""}""", HttpStatusCode.NotFound)]
    [InlineData("Message", "", HttpStatusCode.BadRequest)]
    [InlineData("Message", "[]", HttpStatusCode.BadRequest)]
    [InlineData("Message", "{", HttpStatusCode.BadRequest)]
    [InlineData("Hello", """{"input":""}""", HttpStatusCode.BadRequest)]
    public async Task Fire_WhatCannotBe_IsRefused(string function, string body, HttpStatusCode expected) =>
        Assert.Equal(expected, await FireAsync(function, body));

    [Fact]
    public async Task FunctionFiredByHand_IsFinished_BeforeTheHostStops()
    {
        Assert.Equal(HttpStatusCode.Accepted, await FireAsync("Long", """{"input":"x"}"""));
        Assert.Equal("long begins", await _probe.NextAsync());

        var stopped = _app.StopAsync();
        Assert.False(stopped.IsCompleted);
        _probe.Open("long");
        await stopped.Within();

        Assert.Equal(["long ends"], _probe.Rest());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Strangers_AreRefused(string header, string value)
    {
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/admin/host/status"), (HttpMethod.Get, "/admin/functions"), (HttpMethod.Post, "/admin/functions/Tick"),
            (HttpMethod.Post, "/runtime/webhooks/eventgrid"),
        })
        {
            using var request = new HttpRequestMessage(method, path) { Headers = { { header, value } } };
            Assert.Equal(HttpStatusCode.Forbidden, (await _app.Http.SendAsync(request)).StatusCode);
        }
    }

    private async Task<HttpStatusCode> FireAsync(string function, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return (await _app.Http.PostAsync($"/admin/functions/{function}", content)).StatusCode;
    }

    internal sealed record Order(string OrderId);

    internal sealed class AdminFunctions(Probe probe)
    {
        [Function("Hello")]
        public string Hello([HttpTrigger("get", Route = "hello/{name}")] HttpRequest request, string name) => name;

        [Function("Message")]
        public void Message([QueueTrigger("message")] Order order, int dequeueCount) => probe.Say($"message {order.OrderId} {dequeueCount}");

        [Function("Tick")]
        public void Tick([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => probe.Say($"tick {timer.IsPastDue}");

        [Function("Long")]
        public async Task LongAsync([QueueTrigger("long")] string text, CancellationToken cancellation)
        {
            probe.Say("long begins");
            await probe.GateAsync("long", cancellation);
            probe.Say("long ends");
        }

        [Function("Event")]
        public void Event([EventGridTrigger] CloudEvent happening) => probe.Say($"event {happening.Type}");
    }
}
