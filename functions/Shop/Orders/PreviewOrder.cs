using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Orders;

/// <summary>What an order would cost. Nothing is kept, nothing is held.</summary>
internal sealed class PreviewOrder(Catalogue catalogue, IOptions<OrderOptions> options)
{
    private static readonly PreviewRules Validator = new();

    [Function(nameof(PreviewOrder))]
    [Answer<Answer>(200, "What the order would cost", Body = typeof(OrderRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/preview")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<OrderRequest, Answer>(Validator, request => HandleAsync(request, cancellation));

    private async Task<Result<Answer>> HandleAsync(OrderRequest request, CancellationToken cancellation) =>
        Pricing.Quote(request.Lines ?? [], await catalogue.GetAsync(cancellation), options.Value).Map(Answer.Of);

    /// <param name="Discounts">Which fen came off for which reason.</param>
    internal sealed record Answer(
        IReadOnlyList<OrderLineView> Lines, Fen GoodsFen, Fen DiscountFen, Fen FreightFen, Fen TotalFen, IReadOnlyList<object> Discounts)
    {
        public static Answer Of(Quote quote) =>
            new([.. quote.Lines.Select(OrderLineView.Of)], quote.GoodsFen, quote.DiscountFen, quote.FreightFen, quote.TotalFen, []);
    }
}
