using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.LocalHost.Tests.Http;

public sealed class HttpFunctionsTests : IAsyncLifetime
{
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(
        new App(typeof(EchoFunctions)) { Configure = builder => builder.Services.AddScoped<Visit>() });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Route_Absent_IsTheFunctionsName() => Assert.Equal("pong 1", await _app.Http.GetStringAsync("/api/Ping?n=1"));

    [Fact]
    public async Task RouteValues_ByName_BecomeParameters()
    {
        var key = Guid.Parse("0198a1b2-0000-7000-8000-000000000001");

        Assert.Equal($"8 {key:N} none 7", await _app.Http.GetStringAsync($"/api/orders/7/{key}"));
        Assert.Equal($"8 {key:N} today 7", await _app.Http.GetStringAsync($"/api/orders/7/{key}/today"));
    }

    [Theory]
    [InlineData("GET", "/api/orders/seven/0198a1b2-0000-7000-8000-000000000001")] // the constraint does not hold
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/ping")]
    [InlineData("POST", "/api/Ping")] // the Functions host has no 405
    [InlineData("DELETE", "/api/orders/7")]
    public async Task NoFunction_Answers404(string method, string path)
    {
        var response = await _app.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task RouteValue_ThatIsNoGuid_Answers500()
    {
        Assert.Equal(HttpStatusCode.InternalServerError, (await _app.Http.GetAsync("/api/orders/7/key")).StatusCode);
    }

    [Fact]
    public async Task Verb_ChoosesTheFunction()
    {
        var response = await _app.Http.PutAsync("/api/orders/7", content: null);

        Assert.Equal("put 7 PUT", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task FromBody_Json_BecomesTheParameter()
    {
        var response = await _app.Http.PostAsJsonAsync("/api/orders", new { sku = "S1", quantity = 3 });

        Assert.Equal("3 of S1", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Answer_PlainObject_IsJson()
    {
        var response = await _app.Http.PostAsync("/api/Plain", content: null);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"sku":"S1","quantity":2}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Answer_Task_LeavesWhatTheFunctionWrote()
    {
        var response = await _app.Http.GetAsync("/api/Write");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("written", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Services_AreScopedToTheInvocation()
    {
        var first = (await _app.Http.GetStringAsync("/api/Scope")).Split(' ');
        var second = (await _app.Http.GetStringAsync("/api/Scope")).Split(' ');

        Assert.Equal("True", first[1]);
        Assert.NotEqual(first[0], second[0]);
    }

    [Fact]
    public async Task StaticFunction_IsCalled() => Assert.Equal("static", await _app.Http.GetStringAsync("/api/Static"));

    [Theory]
    [InlineData("", "/Ping")]
    [InlineData("shop/v1", "/shop/v1/Ping")]
    public async Task RoutePrefix_ComesFromHostJson(string prefix, string path)
    {
        await using var app = await RunningApp.StartAsync(new App(typeof(EchoFunctions))
        {
            Configure = builder => builder.Services.AddScoped<Visit>(),
            HostJson = { ["extensions:http:routePrefix"] = prefix },
        });

        Assert.Equal("pong ", await app.Http.GetStringAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/api/Ping")).StatusCode);
    }
}
