using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Testing;

namespace WeCommerce.LocalHost.Tests.Hosting;

public sealed class StartTests(Azurite azurite)
{
    [Fact]
    public void Mistakes_AreToldAllAtOnce()
    {
        var exception = Assert.Throws<InvalidAppException>(() => RunningApp.Build(
            new App(typeof(Mistakes)) { HostJson = { ["extensions:queues:batchSize"] = "33" } }));

        Assert.All(exception.Errors, error => Assert.Contains(error, exception.Message, StringComparison.Ordinal));
        Assert.Collection(
            exception.Errors.Order(StringComparer.Ordinal),
            error => Assert.Equal("Function 'BadQueue': 'Not_A_Queue' cannot be the name of a queue.", error),
            error => Assert.Equal("Function 'BadRoute' has the route 'a/{', which cannot be read: There is an incomplete parameter in the route template. Check that each '{' character has a matching '}' character.", error),
            error => Assert.Equal("Function 'BadSchedule' has the schedule 'every day', which is neither cron of five or six fields nor a time span.", error),
            error => Assert.Equal("Function 'Hidden': WeCommerce.LocalHost.Tests.Hosting.StartTests+Mistakes.Hidden must be a public method of a class that can be made.", error),
            error => Assert.Equal("Function 'Mvc' answers an IActionResult, which needs MVC. Answer an IResult.", error),
            error => Assert.Equal("Function 'Never' has the schedule '0 0 0 30 2 *', which is neither cron of five or six fields nor a time span.", error),
            error => Assert.Equal("Function 'NoSetting' names the setting 'Nowhere', which does not exist.", error),
            error => Assert.Equal("Function 'NoTrigger' has 0 triggers. It must have one.", error),
            error => Assert.Equal("Function 'Unknown': nothing can be bound to parameter 'other' of type Int32.", error),
            error => Assert.Equal("Functions 'Same1' and 'Same3' have the same route and verb: api/Same/{other}.", error),
            error => Assert.StartsWith("Two functions are named 'twice'", error, StringComparison.Ordinal),
            error => Assert.Equal("host.json: extensions.queues.batchSize is 33. It must be from 1 to 32.", error));
    }

    [Fact]
    public void HttpFunctions_WithoutTheWebApplication_AreAMistake()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Services.Configure<LocalHostOptions>(options => options.Classes.Add(typeof(Good)));

        var exception = Assert.Throws<InvalidAppException>(builder.Build);

        Assert.Contains("ConfigureFunctionsWebApplication", Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Assemblies_AreSearchedForFunctions()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Services.Configure<LocalHostOptions>(options => options.Assemblies.Add(typeof(StartTests).Assembly));

        // This assembly holds mistakes on purpose: that they are found shows that it was searched.
        var exception = Assert.Throws<InvalidAppException>(builder.Build);

        Assert.Contains("Function 'NoTrigger' has 0 triggers. It must have one.", exception.Errors);
    }

    [Fact]
    public async Task Storage_Missing_HttpWorks_AndQueuesBeginWhenItComes()
    {
        var probe = new Probe();
        await using var app = await RunningApp.StartAsync(
            new App(typeof(Good)) { Configure = builder => builder.Services.AddSingleton(probe) });
        Assert.Equal("good", await app.Http.GetStringAsync("/api/Good"));

        var storage = azurite.NewAccount();
        app.Services.GetRequiredService<IConfiguration>()["AzureWebJobsStorage"] = storage;
        var queue = new Azure.Storage.Queues.QueueClient(storage, "late");
        await Eventually.TrueAsync(async () => await queue.ExistsAsync(), "the host makes its queue");
        await queue.SendMessageAsync(Convert.ToBase64String("at last"u8));

        Assert.Equal("at last", await probe.NextAsync());
    }

    [Fact]
    public async Task Storage_Unreachable_HttpWorks_AndTheHostStops()
    {
        var port = Azurite.FreePort();
        await using var app = await RunningApp.StartAsync(new App(typeof(Good))
        {
            Storage = $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AA==;QueueEndpoint=http://127.0.0.1:{port}/a;TableEndpoint=http://127.0.0.1:{port}/a;",
            Configure = builder => builder.Services.AddSingleton(new Probe()),
        });

        Assert.Equal("good", await app.Http.GetStringAsync("/api/Good"));
        await app.StopAsync().Within();
    }

    internal sealed class Good(Probe probe)
    {
        [Function("Good")]
        public static string Answer([HttpTrigger] HttpRequest request) => "good";

        [Function("Late")]
        public void Late([QueueTrigger("late")] string text) => probe.Say(text);
    }

    internal sealed class Mistakes
    {
        [Function("Twice")]
        public string First([HttpTrigger("get")] HttpRequest request) => "";

        [Function("twice")]
        public string Second([HttpTrigger("post")] HttpRequest request) => "";

        [Function("Same1")]
        public string Same1([HttpTrigger("get", "post", Route = "same/{id}")] HttpRequest request, string id) => id;

        [Function("Same2")]
        public string Same2([HttpTrigger("put", Route = "same/{other}")] HttpRequest request) => "another verb: no mistake";

        [Function("Same3")]
        public string Same3([HttpTrigger("POST", Route = "Same/{other}")] HttpRequest request) => "";

        [Function("Unknown")]
        public string Unknown([HttpTrigger] HttpRequest request, int other) => $"{other}";

        [Function("BadSchedule")]
        public void BadSchedule([TimerTrigger("every day")] TimerInfo timer)
        {
        }

        [Function("Never")]
        public void Never([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer)
        {
        }

        [Function("NoSetting")]
        public void NoSetting([QueueTrigger("%Nowhere%")] string text)
        {
        }

        [Function("BadQueue")]
        public void BadQueue([QueueTrigger("Not_A_Queue")] string text)
        {
        }

        [Function("BadRoute")]
        public string BadRoute([HttpTrigger(Route = "a/{")] HttpRequest request) => "";

        [Function("Mvc")]
        public Task<IActionResult> Mvc([HttpTrigger] HttpRequest request) => Task.FromResult<IActionResult>(new OkResult());

        [Function("NoTrigger")]
        public void NoTrigger()
        {
        }

        [Function("Hidden")]
        internal string Hidden([HttpTrigger] HttpRequest request) => "";
    }
}
