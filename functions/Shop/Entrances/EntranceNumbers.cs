using System.Globalization;
using Azure.Data.Tables;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>Something to count for a way in.</summary>
/// <param name="Key">Which one: counted twice, it counts once.</param>
/// <param name="Member">Who came, where that is known.</param>
/// <param name="Adds">What it adds.</param>
internal sealed record Counted(string Key, DateTimeOffset At, MemberId? Member, EntranceSums Adds)
{
    public EntranceSale? Sale { get; init; }
}

/// <summary>
/// The numbers of the ways in: a view, never decided upon. A row says of each thing that it is counted, and in the same commit one of a few sums of its day
/// changes: counting again changes nothing, and many can be counted at once.
/// </summary>
internal sealed class EntranceNumbers(Partitions partitions, Ids ids, TimeProvider time)
{
    /// <summary>A channel's sums of one day: in a rush hundreds of visits and sales a second change them.</summary>
    private const int Sums = 32;
    private const string Column = "Sums";
    private const string SaleKey = "order!";

    /// <exception cref="TimeoutException">Too many count at this moment.</exception>
    public async Task CountAsync(Subject subject, Counted counted, CancellationToken cancellation)
    {
        var partition = Tables.EntranceNumbersOf(subject);
        var sumKey = $"{SumKey(ShopDay.Of(counted.At))}{ShardOf(counted.Key)}";
        var memberKey = $"member!{counted.Member?.Value}";
        var isCounted = await Backoff.DecideAsync(
            async () =>
            {
                var mark = partitions.ReadAsync(partition, counted.Key, cancellation);
                var sum = partitions.ReadAsync(partition, sumKey, cancellation);
                var known = counted.Member is null ? Task.FromResult<TableEntity?>(null) : partitions.ReadAsync(partition, memberKey, cancellation);
                await Task.WhenAll(mark, sum, known);
                if (await mark is not null)
                    return new(IsFinal: true, true);

                var isNew = counted.Member is not null && await known is null;
                var adds = isNew ? counted.Adds with { Members = 1 } : counted.Adds;
                var commit = new Commit(partition, Operation.Start(ids, time))
                    .Insert(MarkOf(counted))
                    .Put(SumOf(sumKey, SumsOf(await sum) + adds, (await sum)?.ETag));
                if (isNew)
                    commit.Insert(Rows.New(memberKey));
                return new Attempt<bool>((await partitions.CommitAsync(commit, cancellation)).Landed, true);
            },
            busy: false,
            time,
            cancellation);
        if (!isCounted)
            throw new TimeoutException($"Too many count for {subject}.");
    }

    /// <summary>The days from one to another, both included.</summary>
    public async Task<EntranceNumbersView> ReadAsync(Subject subject, Period period, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.EntranceNumbersOf(subject), SumKey(period.From), SumKey(period.To.AddDays(1)), cancellation: cancellation);
        var days = rows
            .GroupBy(r => r.RowKey.Split('!')[1], SumsOf, StringComparer.Ordinal)
            .Select(g => new EntranceDay(DateOnly.ParseExact(g.Key, ShopDay.Format, CultureInfo.InvariantCulture), g.Aggregate(Add)))
            .ToList();
        return new(period.From, period.To, days.Select(d => d.Numbers).Aggregate(EntranceSums.None, Add), days);
    }

    /// <summary>The sales that a way in is credited with, by OrderId.</summary>
    public async Task<Page<EntranceSale>> ReadSalesAsync(Subject subject, string next, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.EntranceNumbersOf(subject), $"{SaleKey}{next}", "order\"", Paging.Rows(isRare: false), cancellation);
        return Paging.Cut([.. rows.Select(r => r.ReadJson<EntranceSale>("Sale"))], isRare: false, static _ => true, s => s.OrderId.Value);
    }

    public static string KeyOf(OrderId order) => $"{SaleKey}{order}";

    private static EntranceSums Add(EntranceSums a, EntranceSums b) => a + b;

    private static string SumKey(DateOnly day) => $"sum!{ShopDay.TextOf(day)}!";

    // The last character is one of many.
    private static int ShardOf(string key) => key[^1] % Sums;

    private static EntranceSums SumsOf(TableEntity? row) => row?.ReadJson<EntranceSums>(Column) ?? EntranceSums.None;

    private static TableEntity SumOf(string key, EntranceSums sums, Azure.ETag? etag)
    {
        var row = Rows.New(key).WithJson(Column, sums);
        row.ETag = etag ?? default;
        return row;
    }

    private static TableEntity MarkOf(Counted counted) => counted.Sale is { } sale ? Rows.New(counted.Key).WithJson("Sale", sale) : Rows.New(counted.Key);
}
