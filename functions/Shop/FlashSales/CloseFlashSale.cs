using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.FlashSales;

/// <summary>
/// A session is over: what is left in its pools goes back into the SKUs' own stock; what unpaid orders still hold, when they end. A day later it looks
/// once more, for pieces that came late.
/// </summary>
internal sealed class CloseFlashSale(FlashSaleBook book, StockMoves moves, StockLanes stock, DeadlineBook deadlines, TimeProvider time) : IDeadlineHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LastLook = TimeSpan.FromDays(1);

    public DeadlineKind Kind => DeadlineKind.FlashSaleOver;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        // One that goes on for longer is closed by the deadline of its new end.
        if ((await book.ReadAsync(cancellation)).Find(id) is not { } sale || sale.PhaseAt(time.GetUtcNow()) != FlashSalePhase.Over)
            return;

        var left = 0;
        foreach (var place in sale.Items.Select(i => sale.PlaceOf(i.SkuId)))
        {
            // The deadline's own time in the key: met again after a crash, it goes on with the same moves.
            await moves.EmptyAsync(place, $"over-{SortableInstant.Of(at)}");
            left += (await stock.LookAsync(place)).Sum(p => p.Level.OnHand);
        }
        var now = time.GetUtcNow();
        if (left > 0)
            await deadlines.SetAsync(new SetDeadline(now + Pause, Kind, id), cancellation);
        else if (now < sale.ClosesAt + LastLook)
            await deadlines.SetAsync(new SetDeadline(sale.ClosesAt + LastLook, Kind, id), cancellation);
    }
}
