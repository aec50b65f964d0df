using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Books;

/// <summary>An order's entries are written; the day's book gets its copies.</summary>
internal sealed record EntriesMade(OrderId OrderId, IReadOnlyList<Entry> Entries);

/// <summary>An entry and the order that it belongs to.</summary>
internal sealed record BookedEntry(OrderId OrderId, Entry Entry);

/// <summary>The books (账本), in double entry. Each order's own entries are the truth; days are copies of them, made by an effect.</summary>
internal sealed class Ledger(Partitions partitions, Ids ids, TimeProvider time) : IEffectHandler<EntriesMade>
{
    /// <summary>A transaction's most rows.</summary>
    private const int Batch = 100;

    /// <summary>Writes entries beside what they record: in the same commit, in the order's own partition.</summary>
    public static void Write(Commit commit, OrderId order, IReadOnlyList<Entry> entries)
    {
        if (entries.Count == 0)
            return;

        foreach (var entry in entries)
            commit.Insert(EntryRows.Of(order, entry));
        commit.Effect(new EntriesMade(order, entries));
    }

    public async Task<IReadOnlyList<Entry>> OfOrderAsync(OrderId order, CancellationToken cancellation = default)
    {
        var rows = await partitions.ReadRangeAsync(Tables.Of(order.MemberId), EntryRows.First(order), EntryRows.End(order), cancellation: cancellation);
        return [.. rows.Select(EntryRows.EntryOf)];
    }

    public async Task<IReadOnlyList<BookedEntry>> OfDayAsync(DateOnly day, CancellationToken cancellation = default)
    {
        var rows = await partitions.ReadRangeAsync(Tables.BookOf(day), "0", "~", cancellation: cancellation);
        return [.. rows.Select(r => new BookedEntry(EntryRows.OrderOf(r), EntryRows.EntryOf(r)))];
    }

    public async Task<EffectOutcome> DoAsync(EntriesMade effect, EffectContext context, CancellationToken cancellation)
    {
        foreach (var day in effect.Entries.GroupBy(e => e.Day))
        {
            foreach (var batch in day.Chunk(Batch))
            {
                var commit = new Commit(Tables.BookOf(day.Key), Operation.Start(ids, time));
                foreach (var entry in batch)
                    commit.Upsert(EntryRows.OfDay(effect.OrderId, entry));
                await partitions.CommitAsync(commit, cancellation);
            }
        }
        return EffectOutcome.Done;
    }
}
