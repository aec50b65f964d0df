using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>What can happen to a group.</summary>
internal abstract record GroupCommand
{
    private GroupCommand()
    {
    }

    /// <summary>Whether effects can follow: then somebody has to be woken up.</summary>
    public virtual bool HasEffects => false;

    /// <summary>Somebody wants to buy with the group: a seat until the order is paid, or cannot be any more.</summary>
    internal sealed record Claim(OrderId OrderId, DateTimeOffset HeldUntil, bool IsNewcomer, Face Face) : GroupCommand;

    /// <summary>An order that will not be paid: its seat is free.</summary>
    internal sealed record Free(OrderId OrderId) : GroupCommand;

    /// <summary>Name and picture of who ordered are to be seen no longer.</summary>
    internal sealed record Forget(OrderId OrderId) : GroupCommand;

    /// <summary>An order is paid: it has its seat for good, or none here.</summary>
    /// <param name="PriceFen">What a piece was bought at: a group of other prices is none for this order.</param>
    internal sealed record Pay(OrderId OrderId, SkuId SkuId, Fen PriceFen) : GroupCommand
    {
        public override bool HasEffects => true;
    }

    /// <summary>The group's time is over.</summary>
    internal sealed record Expire : GroupCommand
    {
        public override bool HasEffects => true;
    }
}

/// <summary>A group succeeded or failed: its orders have to know, each by itself.</summary>
internal sealed record GroupDecided(GroupId GroupId);

/// <summary>A group looks different: the list by which it is found has to follow.</summary>
internal sealed record GroupChanged(GroupId GroupId);

/// <summary>The group after a command, and what must follow. A command that changes nothing gives the group as it was.</summary>
internal sealed record GroupDecision(Group Group, params IReadOnlyList<object> Effects)
{
    /// <summary>The group's graph, whole: no clock, no storage. Late, repeated and overtaking commands change nothing that is already so.</summary>
    public static Result<GroupDecision> Decide(Group group, GroupCommand command, DateTimeOffset now) => command switch
    {
        GroupCommand.Claim claim => Claim(group, claim, now),
        GroupCommand.Free free => Free(group, free.OrderId),
        GroupCommand.Pay pay => Pay(group, pay, now),
        GroupCommand.Forget forget => Forget(group, forget.OrderId),
        GroupCommand.Expire => Expire(group, now),
        _ => throw new InvalidOperationException($"Groups know no {command.GetType().Name}."),
    };

    private static Result<GroupDecision> Claim(Group group, GroupCommand.Claim claim, DateTimeOffset now)
    {
        if (group.FindSeat(claim.OrderId) is not null)
            return new GroupDecision(group);
        // Whoever opens a group sits in it before it is there for others.
        var isLeader = group.Stage == GroupStage.Opening && group.Leader == claim.OrderId.MemberId;
        if (!isLeader && (group.Stage != GroupStage.InProgress || now >= group.ExpiresAt))
            return GroupBuyProblems.Over(group.Stage);

        var own = group.Seats.FirstOrDefault(s => s.MemberId == claim.OrderId.MemberId);
        if (own is not null && !own.HasLapsed(now))
            return GroupBuyProblems.AlreadyIn;
        if ((own?.K ?? group.FreeSeat(claim.OrderId, now)) is not { } k)
            return GroupBuyProblems.Full;

        return new GroupDecision(group.With(new Seat(k, claim.OrderId, claim.HeldUntil, claim.IsNewcomer) { Face = claim.Face }));
    }

    private static GroupDecision Free(Group group, OrderId order) => group.FindSeat(order) is { IsPaid: false } seat
        ? new GroupDecision(group with { Seats = [.. group.Seats.Where(s => s != seat)] })
        : new GroupDecision(group);

    private static GroupDecision Forget(Group group, OrderId order) => group.FindSeat(order) is { Face: not { Nickname: null, AvatarUrl: null } } seat
        ? new GroupDecision(group.With(seat with { Face = new Face(null, null) }))
        : new GroupDecision(group);

    private static GroupDecision Pay(Group group, GroupCommand.Pay pay, DateTimeOffset now)
    {
        if (group.Verdicts.ContainsKey(pay.OrderId))
            return new GroupDecision(group);
        if (SeatFor(group, pay, now) is not { } seat)
            return new GroupDecision(group with { Verdicts = Saying(group, pay.OrderId, isIn: false) });

        var paid = group.With(seat with { PaidAt = now }) with { Verdicts = Saying(group, pay.OrderId, isIn: true), Changes = group.Changes + 1 };
        if (paid.Paid == paid.Size)
            return Succeed(paid, now);
        if (paid.Stage == GroupStage.InProgress)
            return new GroupDecision(paid, new GroupChanged(paid.GroupId));

        var expires = now + paid.TimeToFill;
        return new GroupDecision(
            paid with { Stage = GroupStage.InProgress, OpenedAt = now, ExpiresAt = expires },
            new SetDeadline(expires, DeadlineKind.GroupExpires, paid.GroupId.Value),
            new SetDeadline(expires - ReminderBefore(paid.TimeToFill), DeadlineKind.GroupExpiring, paid.GroupId.Value),
            new GroupChanged(paid.GroupId));
    }

    // The last quarter of its time, two hours at the most.
    private static TimeSpan ReminderBefore(TimeSpan timeToFill) => timeToFill / 4 < TimeSpan.FromHours(2) ? timeToFill / 4 : TimeSpan.FromHours(2);

    // Its own, though it may have lapsed; else any that is free. Nobody sits twice, and nobody but the leader opens a group.
    private static Seat? SeatFor(Group group, GroupCommand.Pay pay, DateTimeOffset now)
    {
        if (group.Stage is GroupStage.Succeeded or GroupStage.Failed || group.Steps[0].Prices.GetValueOrDefault(pay.SkuId) != pay.PriceFen)
            return null;
        if (group.FindSeat(pay.OrderId) is { } own)
            return own;
        if (group.Stage == GroupStage.Opening && group.Leader != pay.OrderId.MemberId)
            return null;

        var other = group.Seats.FirstOrDefault(s => s.MemberId == pay.OrderId.MemberId);
        return other is not null && !other.HasLapsed(now) ? null
            : (other?.K ?? group.FreeSeat(pay.OrderId, now)) is { } k ? new Seat(k, pay.OrderId, now, IsNewcomer: false) { Face = other?.Face ?? new Face(null, null) }
            : null;
    }

    private static GroupDecision Expire(Group group, DateTimeOffset now)
    {
        if (group.Stage != GroupStage.InProgress || now < group.ExpiresAt)
            return new GroupDecision(group);

        var ended = group with { Changes = group.Changes + 1 };
        return group.Reached is not null
            ? Succeed(ended, now)
            : new GroupDecision(ended with { Stage = GroupStage.Failed, DecidedAt = now }, new GroupDecided(group.GroupId), new GroupChanged(group.GroupId));
    }

    private static GroupDecision Succeed(Group group, DateTimeOffset now) => new(
        group with { Stage = GroupStage.Succeeded, OpenedAt = group.OpenedAt ?? now, DecidedAt = now }, new GroupDecided(group.GroupId), new GroupChanged(group.GroupId));

    private static Dictionary<OrderId, Verdict> Saying(Group group, OrderId order, bool isIn) => new(group.Verdicts) { [order] = new Verdict(isIn) };
}
