using System.Net;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Testing;

namespace WeCommerce.LocalHost.Tests.EventGrid;

public sealed class EventGridTests(Azurite azurite)
{
    private const string Topic = "/runtime/webhooks/eventgrid";
    private readonly Probe _probe = new();

    [Fact]
    public async Task Event_OfThePublisherClient_ReachesEveryFunction()
    {
        await using var app = await StartAsync(typeof(EventFunctions));
        var publisher = new EventGridPublisherClient(new Uri(app.Http.BaseAddress!, Topic), new AzureKeyCredential("any"));

        await publisher.SendEventAsync(new CloudEvent("/orders", "OrderPaid", new { orderId = "O1" }) { Subject = "支付" });
        Assert.Equal(["batch OrderPaid", "event OrderPaid 支付 O1", "text OrderPaid"], await HearAsync(3));
        await publisher.SendEventsAsync([new CloudEvent("/orders", "A", null), new CloudEvent("/orders", "B", null)]);
        Assert.Equal(["batch A", "batch B", "event A  ", "event B  ", "text A", "text B"], await HearAsync(6));

        await Eventually.TrueAsync(async () => await app.CountAsync("localhost-eventgrid") == 0, "all deliveries are done with");
    }

    [Fact]
    public async Task OneEvent_IsTakenAsWellAsABatch()
    {
        await using var app = await StartAsync(typeof(EventFunctions));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, "application/cloudevents+json", Event("One")));

        Assert.Equal(["batch One", "event One  ", "text One"], await HearAsync(3));
    }

    [Theory]
    [InlineData("application/json", """{"specversion":"1.0","id":"1","source":"/s","type":"t"}""", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","source":"/s"}""", HttpStatusCode.BadRequest)]
    [InlineData("application/cloudevents-batch+json", "[1]", HttpStatusCode.BadRequest)]
    [InlineData("application/cloudevents-batch+json", "[{", HttpStatusCode.BadRequest)]
    public async Task NoCloudEvents_AreRefused(string type, string body, HttpStatusCode expected)
    {
        await using var app = await StartAsync(typeof(EventFunctions));

        Assert.Equal(expected, await PostAsync(app, type, body));
    }

    [Fact]
    public async Task EventTooBigForAMessage_IsRefused()
    {
        await using var app = await StartAsync(typeof(EventFunctions));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(app, "application/cloudevents+json", Event(new string('x', 70_000))));
    }

    [Fact]
    public async Task NoStorage_Answers503()
    {
        await using var app = await RunningApp.StartAsync(
            new App(typeof(EventFunctions)) { Configure = builder => builder.Services.AddSingleton(_probe) });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(app, "application/cloudevents+json", Event("One")));
    }

    [Fact]
    public async Task Failure_IsDeliveredAgain_ThenGoesToTheDeadLetters()
    {
        await using var app = await StartAsync(typeof(FailingEvents), options =>
        {
            options.EventGridRetryDelays = [TimeSpan.Zero];
            options.EventGridMaxDeliveryAttempts = 3;
        });

        await PostAsync(app, "application/cloudevents+json", Event("Bad"));

        Assert.Equal(["Bad", "Bad", "Bad"], await HearAsync(3));
        await Eventually.TrueAsync(async () => (await app.PeekAsync("localhost-eventgrid-poison")).Count == 1, "the event is a dead letter");
        using var letter = JsonDocument.Parse(Assert.Single(await app.PeekAsync("localhost-eventgrid-poison")));
        Assert.Equal("FailingEvent", letter.RootElement.GetProperty("Function").GetString());
        Assert.Equal("Bad", letter.RootElement.GetProperty("Event").GetProperty("type").GetString());
    }

    [Fact]
    public async Task EventTaken_OutlivesTheProcess()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(typeof(FailingEvents), _ => { }, storage))
        {
            await PostAsync(app, "application/cloudevents+json", Event("Later"));
            Assert.Equal("Later", await _probe.NextAsync());
            await Eventually.TrueAsync(async () => await app.CountAsync("localhost-eventgrid") == 1, "the event waits for its next delivery");
            Assert.Empty(await app.PeekAsync("localhost-eventgrid")); // for ten seconds
            var hidden = await app.Queue("localhost-eventgrid").GetPropertiesAsync();
            Assert.Equal(1, hidden.Value.ApproximateMessagesCount);
        }

        await using var next = await StartAsync(typeof(FailingEvents), _ => { }, storage);
        Assert.Equal("Later", await _probe.NextAsync());
    }

    private static async Task<HttpStatusCode> PostAsync(RunningApp app, string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await app.Http.PostAsync(Topic, content);
        return response.StatusCode;
    }

    private static string Event(string type) => $$"""{"specversion":"1.0","id":"1","source":"/s","type":"{{type}}"}""";

    private async Task<IEnumerable<string>> HearAsync(int count)
    {
        var heard = new List<string>();
        while (heard.Count < count)
            heard.Add(await _probe.NextAsync());
        return heard.Order(StringComparer.Ordinal);
    }

    private Task<RunningApp> StartAsync(Type functions, Action<LocalHostOptions>? options = null, string? storage = null) =>
        RunningApp.StartAsync(new App(functions)
        {
            Storage = storage ?? azurite.NewAccount(),
            Configure = builder => builder.Services.AddSingleton(_probe).Configure(options ?? (_ => { })),
        });

    internal sealed class EventFunctions(Probe probe)
    {
        [Function("TakeEvent")]
        public void Take([EventGridTrigger] CloudEvent happening) =>
            probe.Say($"event {happening.Type} {happening.Subject} {happening.Data?.ToObjectFromJson<JsonElement>() switch
            {
                { ValueKind: JsonValueKind.Object } data => data.GetProperty("orderId").GetString(),
                _ => "",
            }}");

        [Function("TakeText")]
        public void TakeText([EventGridTrigger] string json)
        {
            using var document = JsonDocument.Parse(json);
            probe.Say($"text {document.RootElement.GetProperty("type").GetString()}");
        }

        [Function("TakeBatch")]
        public void TakeBatch([EventGridTrigger(IsBatched = true)] CloudEvent[] events) => probe.Say($"batch {Assert.Single(events).Type}");
    }

    internal sealed class FailingEvents(Probe probe)
    {
        [Function("FailingEvent")]
        public void Take([EventGridTrigger] CloudEvent happening)
        {
            probe.Say(happening.Type);
            throw new InvalidOperationException("As told.");
        }
    }
}
