using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;
using WeCommerce.Storage;

namespace WeCommerce.Shop.FlashSales;

/// <summary>
/// Keeps the list of those who reserved a place, and reminds them shortly before the session opens: a page of them at a time, each page by a deadline of
/// its own, so that ten thousand take no longer than the timer has.
/// </summary>
internal sealed class RemindReservers(FlashSaleBook book, NoticeBook notices, DeadlineBook deadlines, Partitions partitions, Ids ids, TimeProvider time)
    : IDeadlineHandler, IEffectHandler<PlaceReserved>
{
    private const int PageSize = 100;
    private const int AtOnce = 8;

    /// <summary>Between the session and where its list goes on: it stands in neither.</summary>
    private const char From = '.';

    public DeadlineKind Kind => DeadlineKind.FlashSaleOpening;

    public async Task<EffectOutcome> DoAsync(PlaceReserved effect, EffectContext context, CancellationToken cancellation)
    {
        var commit = new Commit(Tables.ReserversOf(effect.SessionId), Operation.Start(ids, time)).Upsert(FlashSaleRows.ListedOf(effect.MemberId));
        await partitions.CommitAsync(commit, cancellation);
        return EffectOutcome.Done;
    }

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        var (sessionId, from) = id.Split(From) is [var session, var next] ? (session, next) : (id, FlashSaleRows.First);
        // One that was put off is reminded of by the deadline of its new time.
        if ((await book.ReadAsync(cancellation)).Find(sessionId) is not { } sale
            || sale.PhaseAt(time.GetUtcNow()) == FlashSalePhase.Over || sale.OpensAt - FlashSaleDecision.ReminderLead > time.GetUtcNow())
        {
            return;
        }

        var rows = await partitions.ReadRangeAsync(Tables.ReserversOf(sale.SessionId), from, FlashSaleRows.End, PageSize + 1, cancellation);
        await Parallel.ForEachAsync(
            rows.Take(PageSize),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (row, token) =>
            {
                if (MemberId.TryParse(row.RowKey, out var member))
                    await notices.FileAsync(new NoticeDue(member, NoticeKind.FlashSaleOpening, $"{sale.SessionId}-{SortableInstant.Of(sale.OpensAt)}", time.GetUtcNow()), token);
            });
        if (rows.Count > PageSize)
            await deadlines.SetAsync(new SetDeadline(time.GetUtcNow(), Kind, $"{sale.SessionId}{From}{rows[PageSize].RowKey}"), cancellation);
    }
}
