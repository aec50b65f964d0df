using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group (团) as it stands, with its seats. <see cref="GroupDecision"/> is what changes it.</summary>
internal sealed record Group
{
    public required GroupId GroupId { get; init; }

    public required ActivityId ActivityId { get; init; }

    public required SpuId SpuId { get; init; }

    /// <summary>The activity's prices when the group was opened: they stay.</summary>
    public required IReadOnlyList<GroupStep> Steps { get; init; }

    public required TimeSpan TimeToFill { get; init; }

    /// <summary>Who opened it (团长).</summary>
    public required MemberId Leader { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public GroupStage Stage { get; init; }

    /// <summary>When the leader's payment came: from then on the group is there for others.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>How often somebody paid; with it every payment and every end writes the group's own row, so that they come one after the other.</summary>
    public int Changes { get; init; }

    /// <summary>Seats that are held or paid, each under a number of its own from 1 to <see cref="Size"/>.</summary>
    public IReadOnlyList<Seat> Seats { get; init; } = [];

    /// <summary>What was said of each order that was paid: in or not. Said once, and it stays.</summary>
    public IReadOnlyDictionary<OrderId, Verdict> Verdicts { get; init; } = new Dictionary<OrderId, Verdict>();

    public int Size => Steps[^1].People;

    public int Paid => Seats.Count(s => s.IsPaid);

    public int Missing => Size - Paid;

    /// <summary>The step that so many paid members reach; null when they are too few.</summary>
    public GroupStep? Reached => Steps.LastOrDefault(s => s.People <= Paid);

    public Seat? FindSeat(OrderId order) => Seats.FirstOrDefault(s => s.OrderId == order);

    /// <summary>
    /// A number that nobody sits at: never taken, or taken by somebody whose time to pay is over. Which one, says the order's id: many who come at once
    /// do not all want the same.
    /// </summary>
    public int? FreeSeat(OrderId order, DateTimeOffset now)
    {
        var taken = Seats.Where(s => !s.HasLapsed(now)).Select(s => s.K).ToHashSet();
        var free = Enumerable.Range(1, Size).Where(k => !taken.Contains(k)).ToList();
        return free.Count == 0 ? null : free[order.Value.Sum(static c => c) % free.Count];
    }

    public Group With(Seat seat) => this with { Seats = [.. Seats.Where(s => s.K != seat.K).Append(seat).OrderBy(s => s.K)] };

    public override string ToString() => $"Group {GroupId}";
}

/// <summary>A seat (座位) of a group: held while its order can be paid, a member's when it is.</summary>
/// <param name="HeldUntil">Unpaid, others may take it after this.</param>
/// <param name="IsNewcomer">Whether it is the member's first purchase here.</param>
internal sealed record Seat(int K, OrderId OrderId, DateTimeOffset HeldUntil, bool IsNewcomer)
{
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>How the member shows in the group.</summary>
    public Face Face { get; init; } = new(null, null);

    public MemberId MemberId => OrderId.MemberId;

    public bool IsPaid => PaidAt is not null;

    public bool HasLapsed(DateTimeOffset now) => !IsPaid && HeldUntil < now;
}

/// <summary>Name and picture of a member in a group; sealed where it is stored.</summary>
internal sealed record Face(string? Nickname, string? AvatarUrl)
{
    public override string ToString() => nameof(Face);
}

/// <param name="IsIn">Whether the order has a seat; if not, it has to go elsewhere.</param>
internal sealed record Verdict(bool IsIn);

internal enum GroupStage
{
    /// <summary>Its leader has not paid yet: nobody sees it.</summary>
    Opening,

    /// <summary>拼团中.</summary>
    InProgress,

    /// <summary>拼团成功.</summary>
    Succeeded,

    /// <summary>拼团失败.</summary>
    Failed,
}
