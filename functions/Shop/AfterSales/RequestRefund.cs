using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Shipping;

namespace WeCommerce.Shop.AfterSales;

/// <summary>A shopper asks for money back, with or without goods, or for other goods (申请售后): for the whole order, or for pieces of it.</summary>
internal sealed class RequestRefund(OrderBook book, IOptions<AfterSaleOptions> rules, IOptions<ShippingOptions> shipping)
{
    private static readonly Rules Validator = new();

    [Function(nameof(RequestRefund))]
    [Answer<RefundAnswer>(201, "The case", Body = typeof(Request), IdempotencyKey = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/refunds")] HttpRequest http,
        string orderId,
        CancellationToken cancellation)
    {
        var key = http.RequiredIdempotencyKey();
        return key.Problem is { } problem
            ? Answers.Of(problem)
            : await http.HandleAsync<Request, RefundAnswer>(
                Validator, request => HandleAsync(http.Session(), orderId, key.Value, request, cancellation), StatusCodes.Status201Created);
    }

    private async Task<Result<RefundAnswer>> HandleAsync(Session session, string orderId, string key, Request request, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(orderId, out var id) || id.MemberId != session.MemberId)
            return OrderProblems.NotFound;

        var command = new OrderCommand.RequestAfterSale(key, IdempotentBody.Hash(request), request.ToWish(), rules.Value, shipping.Value);
        var order = await book.ApplyAsync(id, command, cancellation);
        return order.Map(o => RefundAnswer.Of(o, o.AfterSales.Single(a => a.Key == key).RefundId));
    }

    /// <param name="Lines">Pieces of the order's lines; all that is left unless given.</param>
    /// <param name="AmountFen">At most what the pieces cost; that unless given. Nothing for an exchange.</param>
    /// <param name="Reason">NoLongerWanted 不想要了, Quality 质量问题, Damaged 破损, WrongGoods 发错货, NotReceived 未收到货, Other.</param>
    /// <param name="Note">The shopper's own words.</param>
    internal sealed record Request(
        AfterSaleKind? Kind, IReadOnlyList<ClaimedLine>? Lines, long? AmountFen, AfterSaleReason? Reason, string? Note, IReadOnlyList<string>? Images)
    {
        public AfterSaleWish ToWish() => new(
            Kind ?? default, Lines, AmountFen is { } fen ? new Fen(fen) : null, Reason ?? default, string.IsNullOrWhiteSpace(Note) ? null : Note.Trim(), Images ?? []);

        public override string ToString() => nameof(Request);
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Kind).NotNull();
            RuleFor(r => r.Reason).NotNull();
            RuleFor(r => r.Lines).Must(l => l is null or { Count: > 0 and <= 50 }).WithMessage("1 to 50 lines, or none for all that is left.");
            RuleFor(r => r.Lines).Must(l => l is null || l.DistinctBy(x => x?.LineNo).Count() == l.Count).WithMessage("The same line stands twice.");
            RuleForEach(r => r.Lines).NotNull().ChildRules(line => line.RuleFor(l => l.Quantity).GreaterThan(0));
            RuleFor(r => r.AmountFen).GreaterThan(0);
            RuleFor(r => r.AmountFen).Null().When(r => r.Kind == AfterSaleKind.Exchange).WithMessage("An exchange gives no money back.");
            RuleFor(r => r.Note).MaximumLength(500);
            RuleFor(r => r.Images).Must(i => i is null || i.Count <= 9).WithMessage("At most 9 pictures.");
            RuleForEach(r => r.Images).NotEmpty().MaximumLength(512).Must(IsWebAddress).WithMessage("An https address is required.");
        }

        private static bool IsWebAddress(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https";
    }
}
