using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Shipping;

/// <summary>An operator sends goods (发货): all that can be sent, or pieces of some lines. The same parcel told again is the same parcel.</summary>
internal sealed class ShipOrder(OrderBook book, IOptions<ShippingOptions> rules)
{
    private static readonly Rules Validator = new();

    [Function(nameof(ShipOrder))]
    [Operator]
    [Answer<Answer>(200, "The order with its parcels", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/orders/{orderId}/shipments")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(orderId, request, cancellation));

    private async Task<Result<Answer>> HandleAsync(string orderId, Request request, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(orderId, out var id))
            return OrderProblems.NotFound;

        var command = new OrderCommand.Ship(request.Carrier ?? "", request.TrackingNo ?? "", request.Lines, rules.Value);
        return (await book.ApplyAsync(id, command, cancellation)).Map(o => new Answer(OrderView.Of(o)));
    }

    /// <param name="Carrier">WeChat's code of the carrier: SF, ZTO, JD …</param>
    /// <param name="Lines">All that can be sent, unless given.</param>
    internal sealed record Request(string? Carrier, string? TrackingNo, IReadOnlyList<ShippedLine>? Lines);

    internal sealed record Answer(OrderView Order);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Carrier).NotEmpty().MaximumLength(32).Matches("^[A-Za-z0-9_-]+$").WithMessage("WeChat's code of the carrier: SF, ZTO, JD …");
            RuleFor(r => r.TrackingNo).NotEmpty().MaximumLength(64).Matches("^[A-Za-z0-9-]+$").WithMessage("Letters, digits and -.");
            RuleFor(r => r.Lines).Must(l => l is null or { Count: > 0 and <= 50 }).WithMessage("1 to 50 lines, or none for all that can be sent.");
            RuleFor(r => r.Lines).Must(l => l is null || l.DistinctBy(x => x?.LineNo).Count() == l.Count).WithMessage("The same line stands twice.");
            RuleForEach(r => r.Lines).NotNull().ChildRules(line => line.RuleFor(l => l.Quantity).GreaterThan(0));
        }
    }
}
