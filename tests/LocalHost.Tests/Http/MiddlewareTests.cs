using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeCommerce.Testing;

namespace WeCommerce.LocalHost.Tests.Http;

public sealed class MiddlewareTests(Azurite azurite)
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task Middleware_RunsInOrder_AroundTheFunction_BeforeTheResultIsExecuted()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware(async (context, next) =>
            {
                _probe.Say("inner begins");
                await next();
                _probe.Say($"inner saw {context.GetInvocationResult().Value?.GetType().Name}");
            });
        });

        Assert.Equal("loud", await app.Http.GetStringAsync("/api/Loud"));
        Assert.Equal(["outer begins Loud", "inner begins", "function", "inner saw Spoken", "outer ends", "result"], _probe.Rest());
    }

    [Fact]
    public async Task UseWhen_RunsWhereThePredicateHolds()
    {
        await using var app = await StartAsync(builder =>
        {
            builder.UseWhen<Outer>(context => context.FunctionDefinition.Name == "Failing");
            builder.UseWhen(context => context.GetHttpContext()!.Request.Path == "/api/Loud", (_, next) =>
            {
                _probe.Say("loud only");
                return next();
            });
        });

        await app.Http.GetStringAsync("/api/Loud");

        Assert.Equal(["loud only", "function", "result"], _probe.Rest());
    }

    [Fact]
    public async Task Exception_ReachesMiddlewareInAnAggregate_AndCanBeAnswered()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (AggregateException exception)
            {
                context.GetInvocationResult().Value = Results.Problem(exception.InnerException?.Message, statusCode: 503);
            }
        }));

        var response = await app.Http.GetAsync("/api/Failing");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("As told.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_ThatEscapes_Is500AndEmpty()
    {
        await using var app = await StartAsync(_ => { });

        var response = await app.Http.GetAsync("/api/Failing");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Middleware_MayAnswerInstead()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, _) =>
        {
            Assert.Equal("httpTrigger", Assert.Single(context.FunctionDefinition.InputBindings.Values).Type);
            context.GetInvocationResult().Value = Results.StatusCode(401);
            return Task.CompletedTask;
        }));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Http.GetAsync("/api/Loud")).StatusCode);
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task Items_AndFeatures_GoFromMiddlewareToFunction()
    {
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            context.Items["member"] = "M1";
            context.Features.Set(new Member("M2"));
            return next();
        }));

        Assert.Equal("M1 M2", await app.Http.GetStringAsync("/api/WhoAmI"));
    }

    [Fact]
    public async Task Middleware_RunsAroundQueueFunctions_AndMayForgive()
    {
        await using var app = await RunningApp.StartAsync(new App(typeof(Queued))
        {
            Storage = azurite.NewAccount(),
            Configure = builder =>
            {
                builder.Services.AddSingleton(_probe);
                builder.UseMiddleware(async (context, next) =>
                {
                    Assert.Null(context.GetHttpContext());
                    var exception = await Assert.ThrowsAsync<AggregateException>(next);
                    _probe.Say($"forgave {exception.InnerException?.Message}");
                });
            },
        });

        await app.SendAsync("queued", "x");

        Assert.Equal("forgave As told.", await _probe.NextAsync());
        await Eventually.TrueAsync(async () => await app.CountAsync("queued") == 0, "the message is done with");
    }

    private Task<RunningApp> StartAsync(Action<IFunctionsWorkerApplicationBuilder> use) =>
        RunningApp.StartAsync(new App(typeof(LoudFunctions))
        {
            Configure = builder =>
            {
                builder.Services.AddSingleton(_probe);
                use(builder);
            },
        });

    private sealed record Member(string Id);

    private sealed class Spoken(Probe probe) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            probe.Say("result");
            return httpContext.Response.WriteAsync("loud");
        }
    }

    private sealed class Outer(Probe probe) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            probe.Say($"outer begins {context.FunctionDefinition.Name}");
            await next(context);
            probe.Say("outer ends");
        }
    }

    internal sealed class LoudFunctions(Probe probe)
    {
        [Function("Loud")]
        public IResult Loud([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            probe.Say("function");
            return new Spoken(probe);
        }

        [Function("Failing")]
        public Task<IResult> Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("As told.");

        [Function("WhoAmI")]
        public IResult WhoAmI([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
            Results.Text($"{context.Items["member"]} {context.Features.Get<Member>()?.Id}");
    }

    internal sealed class Queued
    {
        [Function("Queued")]
        public void Run([QueueTrigger("queued")] string text) => throw new InvalidOperationException("As told.");
    }
}
