using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.FlashSales;

/// <summary>The sessions that are open or will be, for anybody to see.</summary>
internal sealed class ListFlashSales(FlashSaleBook book, FlashSaleViews views, TimeProvider time)
{
    private const int Most = 20;

    [Function(nameof(ListFlashSales))]
    [Anonymous]
    [Answer<Page<FlashSaleView>>(200, "The next 20 sessions that are not over, soonest first, by the shop's clock")]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/flash-sales")] HttpRequest http, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var sales = (await book.GetAsync(cancellation)).Sales.Where(s => s.PhaseAt(now) != FlashSalePhase.Over).Take(Most);
        return Answers.Of<Page<FlashSaleView>>(new Page<FlashSaleView>(await Task.WhenAll(sales.Select(s => views.OfAsync(s, http, cancellation)))));
    }

    [Function("GetFlashSale")]
    [Anonymous]
    [Answer<FlashSaleView>(200, "The session")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/flash-sales/{sessionId}")] HttpRequest http, string sessionId, CancellationToken cancellation) =>
        Answers.Of(ReadAsync(http, sessionId, cancellation));

    private async Task<Result<FlashSaleView>> ReadAsync(HttpRequest http, string sessionId, CancellationToken cancellation) =>
        (await book.GetAsync(cancellation)).Find(sessionId) is { } sale ? await views.OfAsync(sale, http, cancellation) : FlashSaleProblems.NotFound;
}
