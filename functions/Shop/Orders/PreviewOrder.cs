using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Orders;

/// <summary>What an order would cost. Nothing is kept, nothing is held.</summary>
internal sealed class PreviewOrder(QuoteDesk quotes)
{
    private static readonly PreviewRules Validator = new();

    [Function(nameof(PreviewOrder))]
    [Answer<Answer>(200, "What the order would cost", Body = typeof(OrderRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/preview")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<OrderRequest, Answer>(Validator, request => HandleAsync(http.Session(), request, cancellation));

    private async Task<Result<Answer>> HandleAsync(Session session, OrderRequest request, CancellationToken cancellation)
    {
        var quote = await quotes.QuoteAsync(session, request, cancellation);
        return quote.Problem is { } problem
            ? problem
            : (await quotes.AdviseAsync(session, request, cancellation)).Map(advice => Answer.Of(quote.Value, advice));
    }

    /// <param name="Discounts">Which fen came off for which reason.</param>
    /// <param name="Coupons">What each of the member's unused coupons would save, or why it cannot be used.</param>
    /// <param name="BestCoupons">Those with which the order costs least; absent where none saves anything.</param>
    internal sealed record Answer(
        IReadOnlyList<OrderLineView> Lines,
        Fen GoodsFen,
        Fen DiscountFen,
        Fen FreightFen,
        Fen TotalFen,
        IReadOnlyList<DiscountView> Discounts,
        IReadOnlyList<CouponChoice> Coupons,
        CouponCombination? BestCoupons)
    {
        public static Answer Of(Quote quote, CouponAdvice advice) => new(
            [.. quote.Lines.Select(OrderLineView.Of)], quote.GoodsFen, quote.DiscountFen, quote.FreightFen, quote.TotalFen,
            [.. quote.Discounts.Select(DiscountView.Of)], advice.Coupons, advice.Best);
    }
}
