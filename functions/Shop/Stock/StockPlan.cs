using Azure;
using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>What one transaction will do for several requests, decided on one level and on the rows that are there.</summary>
/// <param name="level">The level before it.</param>
/// <param name="isStored">Whether that is what is stored now, and not what is remembered.</param>
/// <param name="there">The rows that were read.</param>
internal sealed class StockPlan(StockLevel level, bool isStored, IReadOnlyDictionary<string, TableEntity> there, DateTimeOffset now)
{
    private readonly List<(StockRequest Request, StockAnswer Answer)> _answers = [];
    private readonly List<TableEntity> _inserts = [];
    private readonly List<TableEntity> _replacements = [];
    private readonly List<TableEntity> _deletes = [];
    private readonly StockLevel _before = level;

    public StockLevel Level { get; private set; } = level;

    public bool AnyRefused { get; private set; }

    /// <summary>Whether something was refused that may have been done before: its row would say so.</summary>
    public bool AnyRowRefused { get; private set; }

    /// <summary>Whether a row is newer than the level: another instance wrote between the two readings.</summary>
    public bool IsTorn { get; private set; }

    public bool IsEmpty => _inserts.Count + _replacements.Count + _deletes.Count == 0 && Level == _before;

    /// <summary>Whose orders hold something by this plan.</summary>
    public IEnumerable<MemberId> NewHolders => _answers.Where(a => a.Answer.Done).Select(a => a.Request).OfType<StockRequest.Hold>().Select(h => h.Order.MemberId);

    public void Add(StockRequest request)
    {
        var row = request.RowKey is { } key ? there.GetValueOrDefault(key) : null;
        var (done, pieces) = request switch
        {
            StockRequest.Look => (isStored, 0),
            StockRequest.Divide divide => Become(Level.Divide(divide.Parts)),
            StockRequest.Hold when row is not null => (true, StockRows.QuantityOf(row)),
            StockRequest.Hold hold => Hold(hold, hold.OrFewer ? Math.Min(hold.Quantity, Level.Available) : hold.Quantity),
            // A release without a hold has nothing to do; a sale without one has nothing to take.
            StockRequest.End end when row is null => (!end.Sold, 0),
            StockRequest.End when StockRows.IsSold(row) => (true, 0),
            StockRequest.End when StockRows.QuantityOf(row) > Level.Reserved => Tear(),
            StockRequest.End { Sold: true } => Replace(StockRows.Sold(row, now), Level.Sell(StockRows.QuantityOf(row)), StockRows.QuantityOf(row)),
            StockRequest.End => Delete(row, Level.Release(StockRows.QuantityOf(row)), StockRows.QuantityOf(row)),
            StockRequest.Change or StockRequest.Take when row is not null => (true, Math.Abs(StockRows.DeltaOf(row))),
            StockRequest.Change change => Change(change.Key, change.Delta, change.Reason, change.By),
            StockRequest.Take take => Change(take.Key, -Math.Clamp(take.Most, 0, Level.Available), take.Reason, by: null),
            _ => throw new InvalidOperationException($"Stock knows no {request.GetType().Name}."),
        };
        AnyRefused |= !done;
        AnyRowRefused |= !done && request is StockRequest.Hold or StockRequest.Change;
        var after = request is StockRequest.Change && row is not null ? StockRows.LevelAfter(row) with { Parts = Level.Parts } : Level;
        _answers.Add((request, new StockAnswer(done, after, pieces)));
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

    private (bool Done, int Pieces) Tear()
    {
        IsTorn = true;
        return (false, 0);
    }

    private (bool Done, int Pieces) Become(StockLevel after)
    {
        Level = after;
        return (true, 0);
    }

    private (bool Done, int Pieces) Hold(StockRequest.Hold hold, int quantity) =>
        Insert(Level.Hold(quantity), _ => StockRows.HoldOf(hold.Order, quantity, hold.LapsesAt), quantity);

    private (bool Done, int Pieces) Change(string key, int delta, string reason, MemberId? by) =>
        Insert(Level.Change(delta), after => StockRows.ChangeOf(key, delta, reason, by, after, now), Math.Abs(delta));

    private (bool Done, int Pieces) Insert(StockLevel? after, Func<StockLevel, TableEntity> row, int pieces)
    {
        if (after is not { } level)
            return (false, 0);

        Level = level;
        _inserts.Add(row(level));
        return (true, pieces);
    }

    private (bool Done, int Pieces) Replace(TableEntity row, StockLevel after, int pieces)
    {
        Level = after;
        _replacements.Add(row);
        return (true, pieces);
    }

    private (bool Done, int Pieces) Delete(TableEntity row, StockLevel after, int pieces)
    {
        Level = after;
        _deletes.Add(row);
        return (true, pieces);
    }
}
