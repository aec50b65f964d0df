using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.Storage;

namespace WeCommerce.Shop.AfterSales;

/// <summary>What an operator does with a case: approve or reject it, say that the goods are back as they should be, start its money again.</summary>
internal sealed class DecideRefund(OrderBook book, IOptions<AfterSaleOptions> rules, Ids ids)
{
    private static readonly RejectRules RejectValidator = new();
    private static readonly InspectRules InspectValidator = new();

    [Function("ApproveRefund")]
    [Operator]
    [Answer<RefundAnswer>(200, "The case: its money is on the way, or its goods are awaited")]
    public Task<IResult> ApproveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/refunds/{refundId}/approve")] HttpRequest http,
        string refundId,
        CancellationToken cancellation) =>
        Answers.Of(ApplyAsync(refundId, id => new OrderCommand.ApproveAfterSale(id, rules.Value), cancellation));

    [Function("RejectRefund")]
    [Operator]
    [Answer<RefundAnswer>(200, "The rejected case", Body = typeof(RejectRequest))]
    public Task<IResult> RejectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/refunds/{refundId}/reject")] HttpRequest http,
        string refundId,
        CancellationToken cancellation) =>
        http.HandleAsync<RejectRequest, RefundAnswer>(
            RejectValidator, request => ApplyAsync(refundId, id => new OrderCommand.RejectAfterSale(id, request.Reason ?? ""), cancellation));

    [Function("InspectReturn")]
    [Operator]
    [Answer<RefundAnswer>(200, "The case: its money is on the way, or its new goods are", Body = typeof(InspectRequest))]
    public Task<IResult> InspectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/refunds/{refundId}/inspected")] HttpRequest http,
        string refundId,
        CancellationToken cancellation) =>
        http.HandleAsync<InspectRequest, RefundAnswer>(InspectValidator, request => ApplyAsync(
            refundId, id => new OrderCommand.InspectReturn(id, request.Restock ?? true, OrderId.New(id.OrderId.MemberId, ids)), cancellation));

    [Function("RetryRefund")]
    [Operator]
    [Answer<OrderRefund>(200, "The money on its way: under its own number, or under a new one if WeChat closed the old one")]
    public Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/refunds/{refundId}/retry")] HttpRequest http,
        string refundId,
        CancellationToken cancellation) =>
        Answers.Of(StartAgainAsync(refundId, cancellation));

    private async Task<Result<RefundAnswer>> ApplyAsync(string refundId, Func<RefundId, OrderCommand> command, CancellationToken cancellation)
    {
        if (!RefundId.TryParse(refundId, out var id))
            return AfterSaleProblems.NotFound;

        var order = await book.ApplyAsync(id.OrderId, command(id), cancellation);
        return order.Problem is { Status: StatusCodes.Status404NotFound } ? AfterSaleProblems.NotFound : order.Map(o => RefundAnswer.Of(o, id));
    }

    // The money's number is what operators know from a task; the answer is the case that it belongs to.
    private async Task<Result<OrderRefund>> StartAgainAsync(string refundId, CancellationToken cancellation)
    {
        if (!RefundId.TryParse(refundId, out var id))
            return AfterSaleProblems.NotFound;

        var order = await book.ApplyAsync(id.OrderId, new OrderCommand.RetryRefund(id), cancellation);
        return order.Problem is { Status: StatusCodes.Status404NotFound }
            ? AfterSaleProblems.NotFound
            : order.Map(o => o.Refunds.FirstOrDefault(r => r.Again == id) ?? o.Refunds.Single(r => r.RefundId == id));
    }

    /// <param name="Reason">The shopper reads it.</param>
    internal sealed record RejectRequest(string? Reason);

    /// <param name="Restock">Whether the goods can be sold again: yes unless said otherwise.</param>
    internal sealed record InspectRequest(bool? Restock);

    private sealed class RejectRules : AbstractValidator<RejectRequest>
    {
        public RejectRules() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(200);
    }

    private sealed class InspectRules : AbstractValidator<InspectRequest>;
}
