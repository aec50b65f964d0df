using Azure.Data.Tables;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.PurchaseLimits;

/// <summary>How much one member may buy of something (限购): kept in the member's partition as one row that names each order's share.</summary>
/// <param name="What">What is limited: an activity's pool, <c>newcomer</c> … A text that can stand in a key.</param>
/// <param name="Most">Pieces, or orders, of one member.</param>
internal sealed record PurchaseLimit(string What, int Most);

/// <summary>The order's share of a limit, written with the order: two orders at once cannot both take the last piece.</summary>
internal sealed class LimitClaim(PurchaseLimit limit, int quantity, Partitions partitions) : IOrderClaim
{
    private TableEntity? _row;

    public async Task<Problem?> ClaimAsync(Order order, CancellationToken cancellation)
    {
        _row = await partitions.ReadAsync(Tables.Of(order.OrderId.MemberId), LimitRows.KeyOf(limit.What), cancellation);
        var left = limit.Most - LimitRows.SharesOf(_row).Values.Sum();
        return quantity <= left ? null : LimitProblems.Reached(limit.Most, Math.Max(0, left));
    }

    public void Write(Commit commit, Order order) =>
        commit.Put(LimitRows.Of(limit.What, new Dictionary<OrderId, int>(LimitRows.SharesOf(_row)) { [order.OrderId] = quantity }, _row?.ETag));
}

internal static class LimitProblems
{
    public static Problem Reached(int most, int left) => Problem.Conflict("LIMIT_REACHED", $"One member may buy {most}.") with
    {
        More = new Dictionary<string, object>(StringComparer.Ordinal) { ["limit"] = most, ["left"] = left },
    };
}
