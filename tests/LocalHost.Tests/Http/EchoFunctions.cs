using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace WeCommerce.LocalHost.Tests.Http;

internal sealed class Visit
{
    public Guid Id { get; } = Guid.NewGuid();
}

internal sealed class EchoFunctions(Visit visit)
{
    internal sealed record Order(string Sku, int Quantity);

    [Function("Ping")]
    public IResult Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text($"pong {request.Query["n"]}");

    [Function("ReadOrder")]
    public async Task<IResult> Read(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{id:int}/{key}/{day?}")] HttpRequest request,
        int id, Guid key, string? day, HttpContext http, FunctionContext context, CancellationToken cancellation)
    {
        await Task.Yield();
        Assert.Same(http.Request, request);
        Assert.Same(http, context.GetHttpContext());
        Assert.Equal(http.RequestAborted, cancellation);
        return Results.Text(string.Create(CultureInfo.InvariantCulture, $"{id + 1} {key:N} {day ?? "none"} {context.BindingContext.BindingData["id"]}"));
    }

    [Function("PutOrder")]
    public IResult Put([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "orders/{id:int}")] HttpRequest request, long id) =>
        Results.Text($"put {id} {request.Method}");

    [Function("TakeOrder")]
    public IResult Take([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequest request, [FromBody] Order order) =>
        Results.Text($"{order.Quantity} of {order.Sku}");

    [Function("Plain")]
    public Order Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new("S1", 2);

    [Function("Write")]
    public async Task Write([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        await request.HttpContext.Response.WriteAsync("written");
    }

    [Function("Scope")]
    public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{visit.Id} {ReferenceEquals(visit, context.InstanceServices.GetService(typeof(Visit)))}");

    [Function("Static")]
    public static string Static([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "static";
}
