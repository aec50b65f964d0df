using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>Takes name and picture of a member out of the groups that they sit in.</summary>
internal sealed class ForgetFaces(OrderBook orders, GroupBook groups) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        if (!scope.HasFlag(ErasureScope.Portrait))
            return;

        foreach (var order in await orders.ReadAllAsync(member, cancellation))
        {
            if (order.GroupBuy is not { } group)
                continue;
            if ((await groups.ApplyAsync(group.GroupId, new GroupCommand.Forget(order.OrderId), cancellation)).Problem is { Status: not 404 } problem)
                throw new TimeoutException($"Group {group.GroupId} does not forget: {problem.Code}.");
        }
    }
}
