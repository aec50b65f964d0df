using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Watches;

/// <summary>
/// Tells those who watch a SKU that it is there again, or costs less: a page of them at a time, each page by a deadline of its own, so that ten thousand
/// take no longer than the timer has.
/// </summary>
internal sealed class TellWatchers(Partitions partitions, NoticeRules rules, NoticeBook notices, DeadlineBook deadlines)
    : IDeadlineHandler, IEffectHandler<PriceFell>, IEffectHandler<StockCame>
{
    private const int PageSize = 100;
    private const int AtOnce = 8;
    private const string First = "0";
    private const string End = "a";

    /// <summary>Between what happened and where the list goes on: it stands in neither.</summary>
    private const char From = '.';

    public DeadlineKind Kind => DeadlineKind.WatchersDue;

    public Task<EffectOutcome> DoAsync(PriceFell effect, EffectContext context, CancellationToken cancellation) =>
        BeginAsync(NoticeKind.PriceDropped, effect.SkuId, SortableInstant.Of(effect.At), effect.At, cancellation);

    public Task<EffectOutcome> DoAsync(StockCame effect, EffectContext context, CancellationToken cancellation) =>
        BeginAsync(NoticeKind.BackInStock, effect.SkuId, effect.Key, effect.At, cancellation);

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        var (what, from) = id.Split(From) is [var happened, var next] ? (happened, next) : (id, First);
        if (WatchedEvent.Parse(what) is not { } watched)
            throw new InvalidDataException($"{id} is nothing that is watched.");

        var rows = await partitions.ReadRangeAsync(Tables.WatchersOf(watched.SkuId), from, End, PageSize + 1, cancellation);
        await Parallel.ForEachAsync(
            rows.Take(PageSize),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (row, token) =>
            {
                if (MemberId.TryParse(row.RowKey, out var member) && !(row.GetDateTimeOffset("Since") > at))
                    await notices.FileAsync(new NoticeDue(member, watched.Kind, watched.About, at), token);
            });
        if (rows.Count > PageSize)
            await deadlines.SetAsync(new SetDeadline(at, Kind, $"{what}{From}{rows[PageSize].RowKey}"), cancellation);
    }

    private async Task<EffectOutcome> BeginAsync(NoticeKind kind, SkuId sku, string occasion, DateTimeOffset at, CancellationToken cancellation)
    {
        if ((await rules.GetAsync(cancellation)).FindOn(kind) is not null)
            await deadlines.SetAsync(new SetDeadline(at, Kind, $"{new WatchedEvent(kind, sku, occasion)}"), cancellation);
        return EffectOutcome.Done;
    }
}

/// <summary>Something that watchers of a SKU wait for happened.</summary>
/// <param name="Occasion">Tells one from the next: letters, digits, <c>_</c> and <c>-</c>.</param>
internal readonly record struct WatchedEvent(NoticeKind Kind, SkuId SkuId, string Occasion)
{
    /// <summary>What the notice is about.</summary>
    public string About => $"{SkuId}~{Occasion}";

    public static WatchedEvent? Parse(string text) =>
        text.Split('~') is [var kind, var sku, var occasion] && Enum.TryParse<NoticeKind>(kind, out var known) && SkuId.TryParse(sku, out var id)
            ? new WatchedEvent(known, id, occasion)
            : null;

    public override string ToString() => $"{Kind}~{About}";
}
