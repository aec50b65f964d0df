using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>What one transaction will do for several requests, decided on one level and on the rows that are there.</summary>
internal sealed class StockPlan(StockLevel level, IReadOnlyDictionary<string, TableEntity> there, DateTimeOffset now)
{
    private readonly List<(StockRequest Request, StockAnswer Answer)> _answers = [];
    private readonly List<TableEntity> _inserts = [];
    private readonly List<TableEntity> _replacements = [];
    private readonly List<TableEntity> _deletes = [];

    public StockLevel Level { get; private set; } = level;

    public bool AnyRefused { get; private set; }

    /// <summary>Whether something was refused that may have been done before: its row would say so.</summary>
    public bool AnyRowRefused { get; private set; }

    public bool IsEmpty => _inserts.Count + _replacements.Count + _deletes.Count == 0;

    public void Add(StockRequest request)
    {
        var row = request.RowKey is { } key ? there.GetValueOrDefault(key) : null;
        var taken = request is not StockRequest.Take wanted ? 0 : row is null ? Math.Min(wanted.Most, Level.Available) : -StockRows.DeltaOf(row);
        var done = request switch
        {
            StockRequest.Look look => Level.Available >= look.Quantity,
            StockRequest.Hold when row is not null => true,
            StockRequest.Hold hold => Insert(Level.Hold(hold.Quantity), _ => StockRows.HoldOf(hold.Order, hold.Quantity, hold.LapsesAt)),
            // A release without a hold has nothing to do; a sale without one has nothing to take.
            StockRequest.End end when row is null => !end.Sold,
            StockRequest.End when StockRows.IsSold(row) => true,
            StockRequest.End { Sold: true } => Replace(StockRows.Sold(row, now), Level.Sell(StockRows.QuantityOf(row))),
            StockRequest.End => Delete(row, Level.Release(StockRows.QuantityOf(row))),
            StockRequest.Change when row is not null => true,
            StockRequest.Change change => Insert(Level.Change(change.Delta), after => StockRows.ChangeOf(change.Key, change.Delta, change.Reason, change.By, after, now)),
            StockRequest.Take when row is not null => true,
            StockRequest.Take take => Insert(Level.Change(-taken), after => StockRows.ChangeOf(take.Key, -taken, take.Reason, by: null, after, now)),
            _ => throw new InvalidOperationException($"Stock knows no {request.GetType().Name}."),
        };
        AnyRefused |= !done;
        AnyRowRefused |= !done && request is StockRequest.Hold or StockRequest.Change;
        _answers.Add((request, new StockAnswer(done, request is StockRequest.Change && row is not null ? StockRows.LevelAfter(row) : Level, taken)));
    }

    /// <summary>The level first: its new ETag is the first of the result.</summary>
    public Commit ToCommit(Commit commit, ETag levelETag)
    {
        commit.Put(StockRows.Of(Level, levelETag));
        foreach (var row in _inserts)
            commit.Insert(row);
        foreach (var row in _replacements)
            commit.Replace(row);
        foreach (var row in _deletes)
            commit.Delete(row);
        return commit;
    }

    public void Answer()
    {
        foreach (var (request, answer) in _answers)
            request.Answer.TrySetResult(answer);
    }

    private bool Insert(StockLevel? after, Func<StockLevel, TableEntity> row)
    {
        if (after is not { } level)
            return false;

        Level = level;
        _inserts.Add(row(level));
        return true;
    }

    private bool Replace(TableEntity row, StockLevel after)
    {
        Level = after;
        _replacements.Add(row);
        return true;
    }

    private bool Delete(TableEntity row, StockLevel after)
    {
        Level = after;
        _deletes.Add(row);
        return true;
    }
}
