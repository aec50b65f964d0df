using CsCheck;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.GroupBuys;

public sealed class GroupDecisionTests
{
    private static readonly SkuId Tea = Some.Sku("tea-100g");
    private static readonly Fen Price = new(1500);

    [Fact]
    public void Pay_OfTheLeader_OpensTheGroup_ForItsTime()
    {
        var (group, leader) = NewGroup(size: 3);

        var opened = Decide(group, Pay(leader));

        Assert.Equal((GroupStage.InProgress, Some.Noon.AddHours(24)), (opened.Group.Stage, opened.Group.ExpiresAt));
        Assert.Contains(new SetDeadline(Some.Noon.AddHours(24), DeadlineKind.GroupExpires, group.GroupId.Value), opened.Effects.OfType<SetDeadline>());
    }

    [Fact]
    public void Claim_BeforeTheLeaderPaid_FindsNoGroup()
    {
        var (group, _) = NewGroup(size: 3);

        Assert.Equal("GROUP_NOT_FOUND", GroupDecision.Decide(group, Claim(NewOrder()), Some.Noon).Problem?.Code);
    }

    // Lesson 23: an unpaid order is no member.
    [Fact]
    public void Claims_DoNotFillAGroup_PaymentsDo()
    {
        var (group, second) = (Opened(size: 2), NewOrder());

        var held = Decide(group, Claim(second)).Group;
        Assert.Equal((GroupStage.InProgress, 1), (held.Stage, held.Missing));
        var full = Decide(held, Pay(second));

        Assert.Equal((GroupStage.Succeeded, 0), (full.Group.Stage, full.Group.Missing));
        Assert.Equal(new GroupDecided(group.GroupId), Assert.Single(full.Effects.OfType<GroupDecided>()));
    }

    [Fact]
    public void Seat_ThatLapsed_IsTakenByTheNext_AndItsLatePaymentGoesElsewhere()
    {
        var (group, slow, quick) = (Opened(size: 2), NewOrder(), NewOrder());
        var later = Some.Noon.AddMinutes(32);
        group = Decide(group, Claim(slow)).Group;

        Assert.Equal("GROUP_FULL", GroupDecision.Decide(group, Claim(quick), Some.Noon.AddMinutes(29)).Problem?.Code);
        group = Decide(group, Claim(quick, later), later).Group;
        var late = Decide(group, Pay(slow), later);

        Assert.False(late.Group.Verdicts[slow].IsIn);
        Assert.Equal(quick, Assert.Single(late.Group.Seats, s => !s.IsPaid).OrderId);
        // Said once, it stays: though a seat gets free again, this order is looked after elsewhere.
        var free = Decide(late.Group, new GroupCommand.Free(quick), later).Group;
        Assert.Same(free, Decide(free, Pay(slow), later).Group);
    }

    [Fact]
    public void LatePayment_WithASeatFree_SitsAgain()
    {
        var (group, slow) = (Opened(size: 2), NewOrder());
        group = Decide(Decide(group, Claim(slow)).Group, new GroupCommand.Free(slow)).Group;

        var paid = Decide(group, Pay(slow), Some.Noon.AddHours(2));

        Assert.True(paid.Group.Verdicts[slow].IsIn);
        Assert.Equal(GroupStage.Succeeded, paid.Group.Stage);
    }

    [Fact]
    public void Expire_BeforeItsTime_DoesNothing_AndDecidesOnceAfter()
    {
        var group = Opened(size: 3);
        Assert.Same(group, Decide(group, new GroupCommand.Expire(), Some.Noon.AddHours(23)).Group);

        var failed = Decide(group, new GroupCommand.Expire(), Some.Noon.AddHours(24));

        Assert.Equal(GroupStage.Failed, failed.Group.Stage);
        Assert.Single(failed.Effects.OfType<GroupDecided>());
        Assert.Same(failed.Group, Decide(failed.Group, new GroupCommand.Expire(), Some.Noon.AddHours(30)).Group);
    }

    [Theory]
    [InlineData(1, "Failed", 0)]
    [InlineData(2, "Succeeded", 2)]
    [InlineData(3, "Succeeded", 3)]
    [InlineData(4, "Succeeded", 3)]
    public void Ladder_EndsAtTheStepThatItReached(int members, string stage, int reached)
    {
        var group = Opened(Step(2, 1500), Step(3, 1200), Step(5, 1000));
        for (var n = 1; n < members; n++)
        {
            var friend = NewOrder();
            group = Decide(Decide(group, Claim(friend)).Group, Pay(friend)).Group;
        }

        var ended = Decide(group, new GroupCommand.Expire(), Some.Noon.AddHours(25)).Group;

        Assert.Equal((stage, reached), ($"{ended.Stage}", ended.Reached?.People ?? 0));
    }

    [Fact]
    public void Pay_AtAnotherPrice_IsNotOfThisGroup()
    {
        var (group, order) = (Opened(size: 2), NewOrder());

        var refused = Decide(group, new GroupCommand.Pay(order, Tea, new Fen(1600)));

        Assert.False(refused.Group.Verdicts[order].IsIn);
    }

    // Whatever happens in whatever order: no more sit than there are seats, nobody twice, who is in stays in, and what is decided stays decided.
    [Fact]
    public void Group_KeepsItsRules_WhateverHappens()
    {
        var members = Enumerable.Range(0, 6).Select(_ => MemberId.New(Some.Ids)).ToArray();
        var orders = members.SelectMany(m => new[] { OrderId.New(m, Some.Ids), OrderId.New(m, Some.Ids) }).ToArray();
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, orders.Length - 1], Gen.Int[0, 90]).Array[1, 60].Sample(steps =>
        {
            var (group, leader) = NewGroup(size: 3, orders[0]);
            var now = Some.Noon;
            foreach (var (kind, n, minutes) in steps)
            {
                now = now.AddMinutes(minutes);
                var decided = GroupDecision.Decide(
                    group,
                    kind switch { 0 => Claim(orders[n], now), 1 => new GroupCommand.Free(orders[n]), 2 => Pay(orders[n]), _ => new GroupCommand.Expire() },
                    now);
                if (decided.Problem is not null)
                    continue;
                var after = decided.Value.Group;
                Assert.True(after.Seats.Count <= after.Size && after.Seats.DistinctBy(s => s.K).Count() == after.Seats.Count);
                Assert.Equal(after.Seats.Count, after.Seats.DistinctBy(s => s.MemberId).Count());
                Assert.All(group.Seats.Where(s => s.IsPaid), s => Assert.Contains(s, after.Seats));
                Assert.All(group.Verdicts, v => Assert.Equal(v.Value, after.Verdicts[v.Key]));
                Assert.Equal(after.Paid, after.Verdicts.Count(v => v.Value.IsIn));
                if (group.Stage is GroupStage.Succeeded or GroupStage.Failed)
                    Assert.Equal((group.Stage, group.Paid), (after.Stage, after.Paid));
                Assert.True(after.Stage != GroupStage.Succeeded || after.Paid == after.Size);
                group = after;
            }
        });
    }

    private static GroupDecision Decide(Group group, GroupCommand command, DateTimeOffset? now = null) => GroupDecision.Decide(group, command, now ?? Some.Noon).Value;

    private static GroupCommand.Claim Claim(OrderId order, DateTimeOffset? now = null) => new(order, (now ?? Some.Noon).AddMinutes(31), IsNewcomer: true, new Face("韩梅梅", null));

    private static GroupCommand.Pay Pay(OrderId order) => new(order, Tea, Price);

    private static OrderId NewOrder() => OrderId.New(MemberId.New(Some.Ids), Some.Ids);

    private static GroupStep Step(int people, long priceFen) => new(people, new Dictionary<SkuId, Fen> { [Tea] = new(priceFen) });

    private static Group Opened(int size) => Opened(Step(size, Price.Value));

    private static Group Opened(params GroupStep[] steps)
    {
        var (group, leader) = NewGroup(NewOrder(), steps);
        return Decide(group, Pay(leader)).Group;
    }

    private static (Group Group, OrderId Leader) NewGroup(int size, OrderId? leader = null) => NewGroup(leader ?? NewOrder(), Step(size, Price.Value));

    private static (Group Group, OrderId Leader) NewGroup(OrderId leader, params GroupStep[] steps) => (
        new Group
        {
            GroupId = GroupId.New(Some.Ids),
            ActivityId = ActivityId.TryParse("spring", out var id) ? id : default,
            SpuId = Some.Spu("tea"),
            Steps = steps,
            TimeToFill = TimeSpan.FromHours(24),
            Leader = leader.MemberId,
            CreatedAt = Some.Noon,
            Seats = [new Seat(1, leader, Some.Noon.AddMinutes(31), IsNewcomer: true)],
        },
        leader);
}
