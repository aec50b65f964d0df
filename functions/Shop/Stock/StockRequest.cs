using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Stock;

/// <summary>What somebody wants of a SKU's stock. Several are answered by one transaction.</summary>
internal abstract record StockRequest
{
    private StockRequest()
    {
    }

    /// <summary>The row that makes the request happen once; null when it writes none.</summary>
    public abstract string? RowKey { get; }

    public TaskCompletionSource<StockAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set pieces aside for an order until it is paid or closed.</summary>
    /// <param name="LapsesAt">When somebody should look whether the hold was forgotten.</param>
    /// <param name="OrFewer">Whether any number of pieces up to <paramref name="Quantity"/> will do.</param>
    internal sealed record Hold(OrderId Order, int Quantity, DateTimeOffset LapsesAt, bool OrFewer = false) : StockRequest
    {
        public override string? RowKey => StockRows.HoldKey(Order);
    }

    /// <summary>See how many pieces there are, by what is stored now.</summary>
    /// <param name="AtHolders">Whether to see as well who holds some, unless that is remembered.</param>
    internal sealed record Look(bool AtHolders = false) : StockRequest
    {
        public override string? RowKey => null;
    }

    /// <summary>Divide the place into so many parts, if it is not into more.</summary>
    internal sealed record Divide(int Parts) : StockRequest
    {
        public override string? RowKey => null;
    }

    /// <summary>End an order's hold: the pieces are sold, or free again. A sale is not done when there is no hold, and was none.</summary>
    internal sealed record End(OrderId Order, bool Sold) : StockRequest
    {
        public override string? RowKey => StockRows.HoldKey(Order);
    }

    /// <summary>Add or remove pieces, once for each key.</summary>
    /// <param name="By">Whose change it is; null for the shop's own.</param>
    internal sealed record Change(string Key, int Delta, string Reason, MemberId? By) : StockRequest
    {
        public override string? RowKey => StockRows.ChangeKey(Key);
    }

    /// <summary>Remove up to so many available pieces, once for each key: the change's row says how many it were, so that a repeat hears the same.</summary>
    internal sealed record Take(string Key, int Most, string Reason) : StockRequest
    {
        public override string? RowKey => StockRows.ChangeKey(Key);
    }
}

/// <summary>What became of a request.</summary>
/// <param name="Done">False when there is not enough.</param>
/// <param name="Level">The level after it.</param>
/// <param name="Pieces">How many pieces were held, ended or taken, now or when it was done first.</param>
internal readonly record struct StockAnswer(bool Done, StockLevel Level, int Pieces = 0);
