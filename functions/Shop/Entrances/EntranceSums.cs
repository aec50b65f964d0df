using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Entrances;

/// <summary>What came by a way.</summary>
/// <param name="Visits">How often members came.</param>
/// <param name="Members">How many members came; on a day, those who had not come by this way before.</param>
/// <param name="NewMembers">How many of them had never been in the shop.</param>
/// <param name="Orders">Paid orders whose last way it was (末次触点).</param>
/// <param name="GmvFen">What was paid for these, also where money went back since.</param>
/// <param name="FirstTouchOrders">Paid orders of members who came by it first of all (首次触点).</param>
/// <param name="FirstTouchGmvFen">What was paid for these.</param>
internal sealed record EntranceSums(int Visits, int Members, int NewMembers, int Orders, Fen GmvFen, int FirstTouchOrders, Fen FirstTouchGmvFen)
{
    public static EntranceSums None { get; } = new(0, 0, 0, 0, Fen.Zero, 0, Fen.Zero);

    public static EntranceSums operator +(EntranceSums a, EntranceSums b) => new(
        a.Visits + b.Visits,
        a.Members + b.Members,
        a.NewMembers + b.NewMembers,
        a.Orders + b.Orders,
        a.GmvFen + b.GmvFen,
        a.FirstTouchOrders + b.FirstTouchOrders,
        a.FirstTouchGmvFen + b.FirstTouchGmvFen);
}

/// <summary>A day of a way in.</summary>
internal sealed record EntranceDay(DateOnly Day, EntranceSums Numbers);

/// <summary>A way in over some days.</summary>
/// <param name="Days">Those on which something happened, in order.</param>
internal sealed record EntranceNumbersView(DateOnly From, DateOnly To, EntranceSums Total, IReadOnlyList<EntranceDay> Days);

/// <summary>A sale that an entrance is credited with.</summary>
/// <param name="At">When it was paid.</param>
/// <param name="IsLast">Whether the entrance is the last way by which the member came before.</param>
/// <param name="IsFirst">Whether it is the first of all.</param>
internal sealed record EntranceSale(OrderId OrderId, DateTimeOffset At, Fen PaidFen, bool IsLast, bool IsFirst);
