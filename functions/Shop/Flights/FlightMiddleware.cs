using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Flights;

/// <summary>Tells the function's activity what set it in motion, how it ended, and, where nothing else did, which order it was about.</summary>
internal sealed class FlightMiddleware(FlightListener listener) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (Activity.Current is not { } activity || activity.Source.Name != ShopTrace.SourceName)
        {
            await next(context);
            return;
        }

        listener.Follow(activity);
        try
        {
            await next(context);
            activity.SetTag(FlightListener.OutcomeTag, OutcomeOf(context));
        }
        catch (Exception e)
        {
            activity.SetTag(FlightListener.OutcomeTag, ((e as AggregateException)?.InnerException ?? e).GetType().Name);
            throw;
        }
        finally
        {
            activity.SetTag(FlightListener.KindTag, KindOf(context));
            if (ShopTrace.OrderOf(activity) is null && OrderOf(context) is { } order)
                activity.SetTag(ShopTrace.OrderTag, order.Value);
        }
    }

    private static FlightKind KindOf(FunctionContext context) =>
        context.GetHttpContext() is not null ? FlightKind.Http : BodyOf(context) is not null ? FlightKind.Queue : FlightKind.Timer;

    private static string OutcomeOf(FunctionContext context) =>
        context.GetHttpContext() is null ? "Done" : context.GetInvocationResult().Value switch
        {
            Answers.ProblemAnswer problem => $"{problem.Problem.Status} {problem.Problem.Code}",
            IStatusCodeHttpResult { StatusCode: { } status } => $"{status}",
            _ => "200",
        };

    // Looking at an order changes nothing. Who tries their hand at somebody else's writes nothing into its story.
    private static OrderId? OrderOf(FunctionContext context) => context.GetHttpContext() switch
    {
        { } http when HttpMethods.IsGet(http.Request.Method) => null,
        { } http => ShopTrace.OrderIn($"{http.Request.RouteValues["orderId"] ?? http.Request.RouteValues["refundId"]}") is { } order
            && http.Features.Get<Session>() is { } session && (session.IsOperator || session.MemberId == order.MemberId) ? order : null,
        _ => OrderInMessage(BodyOf(context)),
    };

    private static string? BodyOf(FunctionContext context) => context.BindingContext.BindingData.TryGetValue("QueueTrigger", out var body) ? $"{body}" : null;

    private static OrderId? OrderInMessage(string? body)
    {
        if (body is null || !body.StartsWith('{'))
            return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("orderId", out var id) && id.ValueKind == JsonValueKind.String ? ShopTrace.OrderIn(id.GetString()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
