using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.FlashSales;

/// <summary>The sessions with their numbers, for those who run the shop.</summary>
internal sealed class RunFlashSales(FlashSaleBook book, StockRoom stock, Partitions partitions, TimeProvider time)
{
    private const int PageSize = 10;
    private const int MostCounted = 1000;

    [Function("ListRunFlashSales")]
    [Operator]
    [Answer<Page<Answer>>(200, "All sessions, the last to open first, with what was sold by now", Query = "next")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/flash-sales")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<Answer>>> HandleAsync(string next, CancellationToken cancellation)
    {
        if (next.Length > 0 && !FlashSaleId.TryParse(next, out _))
            return Problem.Malformed("next", "Not a value that this list gave.");

        var sales = (await book.GetAsync(cancellation)).Sales.Reverse().SkipWhile(s => next.Length > 0 && s.SessionId.Value != next).Take(PageSize + 1).ToList();
        var page = await Task.WhenAll(sales.Take(PageSize).Select(s => CountAsync(s, cancellation)));
        return new Page<Answer>(page, sales.Count > PageSize ? sales[PageSize].SessionId.Value : null);
    }

    private async Task<Answer> CountAsync(FlashSale sale, CancellationToken cancellation)
    {
        var items = await Task.WhenAll(sale.Items.Select(async item =>
        {
            var count = await stock.CountAsync(sale.PlaceOf(item.SkuId), cancellation);
            return new ItemAnswer(item.SkuId, item.PriceFen, item.Pieces, item.LimitPerMember, item.StockShards, count.Available, count.Held, count.Sold);
        }));
        var reservations = await partitions.ReadRangeAsync(Tables.ReserversOf(sale.SessionId), FlashSaleRows.First, FlashSaleRows.End, MostCounted, cancellation);
        return new Answer(
            sale.SessionId, sale.Title, sale.PhaseAt(time.GetUtcNow()), sale.OpensAt, sale.ClosesAt, sale.ReservationRequired, reservations.Count, items);
    }

    /// <param name="Reservations">Members who reserved a place; 1000 for that many or more.</param>
    internal sealed record Answer(
        FlashSaleId SessionId,
        string Title,
        FlashSalePhase Phase,
        DateTimeOffset OpensAt,
        DateTimeOffset ClosesAt,
        bool ReservationRequired,
        int Reservations,
        IReadOnlyList<ItemAnswer> Items);

    /// <param name="Pieces">How many were to be set aside; what could not be is a task.</param>
    /// <param name="Available">Pieces in the pool that can be bought.</param>
    /// <param name="Held">Pieces of unpaid orders.</param>
    /// <param name="Sold">Pieces of paid orders.</param>
    internal sealed record ItemAnswer(SkuId SkuId, Fen PriceFen, int Pieces, int LimitPerMember, int StockShards, int Available, int Held, int Sold);
}
