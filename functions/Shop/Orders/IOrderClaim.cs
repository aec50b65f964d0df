using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>
/// What an order takes beside the goods when it is placed: coupons, its share of a purchase limit, a seat of a group. One instance an order. What lies
/// in the member's partition is looked at here and written with the order; what lies elsewhere is taken here, and given up if the order is not written.
/// </summary>
internal interface IOrderClaim
{
    /// <summary>Looks at what the order needs, or takes it, beside the holds. Called again when the order's commit met another writer.</summary>
    /// <returns>What is in the way; null when nothing is.</returns>
    Task<Problem?> ClaimAsync(Order order, CancellationToken cancellation);

    /// <summary>Adds rows of the member's partition to the order's own commit.</summary>
    void Write(Commit commit, Order order)
    {
    }

    /// <summary>Gives up what was taken elsewhere: the order is not written. Taken or not, twice is as good as once.</summary>
    Task ReleaseAsync(Order order) => Task.CompletedTask;
}
