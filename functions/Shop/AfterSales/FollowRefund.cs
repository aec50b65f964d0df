using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.AfterSales;

/// <summary>What a shopper does with a case of theirs: look at it, send the goods back, withdraw it.</summary>
internal sealed class FollowRefund(OrderBook book, IOptions<AfterSaleOptions> rules)
{
    private static readonly ReturnRules ReturnValidator = new();

    [Function("GetRefund")]
    [Answer<RefundAnswer>(200, "The case")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{orderId}/refunds/{refundId}")] HttpRequest http,
        string orderId,
        string refundId,
        CancellationToken cancellation) =>
        Answers.Of(FindAsync(http.Session(), orderId, refundId, cancellation));

    [Function("SendGoodsBack")]
    [Answer<RefundAnswer>(200, "The case; the shop waits for the goods", Body = typeof(ReturnRequest))]
    public Task<IResult> SendBackAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/refunds/{refundId}/return")] HttpRequest http,
        string orderId,
        string refundId,
        CancellationToken cancellation) =>
        http.HandleAsync<ReturnRequest, RefundAnswer>(ReturnValidator, request => ApplyAsync(
            http.Session(), orderId, refundId, id => new OrderCommand.SendBack(id, request.Carrier ?? "", request.TrackingNo ?? "", rules.Value), cancellation));

    [Function("CancelRefund")]
    [Answer<RefundAnswer>(200, "The withdrawn case")]
    public Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/refunds/{refundId}/cancel")] HttpRequest http,
        string orderId,
        string refundId,
        CancellationToken cancellation) =>
        Answers.Of(ApplyAsync(http.Session(), orderId, refundId, id => new OrderCommand.WithdrawAfterSale(id, Overdue: false), cancellation));

    private async Task<Result<RefundAnswer>> FindAsync(Session session, string orderId, string refundId, CancellationToken cancellation)
    {
        if (IdOf(session, orderId, refundId) is not { } id || await book.ReadAsync(id.OrderId, cancellation) is not { } order || order.FindAfterSale(id) is null)
            return AfterSaleProblems.NotFound;

        return RefundAnswer.Of(order, id);
    }

    private async Task<Result<RefundAnswer>> ApplyAsync(
        Session session, string orderId, string refundId, Func<RefundId, OrderCommand> command, CancellationToken cancellation)
    {
        if (IdOf(session, orderId, refundId) is not { } id)
            return AfterSaleProblems.NotFound;

        var order = await book.ApplyAsync(id.OrderId, command(id), cancellation);
        // An order that does not exist has no case either, and says so in the same words.
        return order.Problem is { Status: StatusCodes.Status404NotFound } ? AfterSaleProblems.NotFound : order.Map(o => RefundAnswer.Of(o, id));
    }

    private static RefundId? IdOf(Session session, string orderId, string refundId) =>
        RefundId.TryParse(refundId, out var id) && id.OrderId.Value == orderId && id.OrderId.MemberId == session.MemberId ? id : null;

    internal sealed record ReturnRequest(string? Carrier, string? TrackingNo);

    private sealed class ReturnRules : AbstractValidator<ReturnRequest>
    {
        public ReturnRules()
        {
            RuleFor(r => r.Carrier).NotEmpty().MaximumLength(32);
            RuleFor(r => r.TrackingNo).NotEmpty().MaximumLength(64);
        }
    }
}
