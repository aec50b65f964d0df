using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Tasks;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Refunds;

/// <summary>A refund whose way back failed goes another way: what WeChat says of the first way no longer counts, what it says of the second one does.</summary>
public sealed class AbnormalRefundTests
{
    [Fact]
    public void Application_PutsItUnderWay_AsksForIt_AndEndsTheTask()
    {
        var order = Abnormal();

        var decision = Decide(order, Sent(order, applications: 0));

        Assert.Equal((RefundStage.Processing, 1), Seen(decision.Order));
        Assert.Equal(Refund(order).RefundId, Assert.Single(decision.Effects.OfType<SendRefund>()).RefundId);
        Assert.Equal((TaskKind.RefundStuck, Refund(order).RefundId.Value), EndOf(decision));
    }

    [Fact]
    public void Application_ToldTwice_OrOvertaken_ChangesNothing()
    {
        var order = Abnormal();
        var under = Decide(order, Sent(order, applications: 0)).Order;
        var back = Decide(under, Some.Report(Refund(under), RefundStage.Succeeded)).Order;

        Assert.Same(under, Decide(under, Sent(order, applications: 0)).Order);
        Assert.Same(back, Decide(back, Sent(order, applications: 0)).Order);
    }

    // Asked for before it was abnormal: nobody would ask again.
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void Processing_ToldAfterAbnormal_IsNotTaken(int? applications)
    {
        var order = Abnormal();

        Assert.Same(order, Decide(order, Some.Report(Refund(order), RefundStage.Processing, applications)).Order);
    }

    // WeChat tells a notify until it is taken, and sometimes once more: that is about the way before.
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void Abnormal_OfTheWayBefore_IsNotTaken(int? applications)
    {
        var under = Decide(Abnormal(), Sent(Abnormal(), applications: 0)).Order;

        Assert.Same(under, Decide(under, Some.Report(Refund(under), RefundStage.Abnormal, applications)).Order);
    }

    [Fact]
    public void Abnormal_AskedForSince_IsAnotherTask_AndGoesAnotherWayAgain()
    {
        var first = Decide(Processing(), Some.Report(Refund(Processing()), RefundStage.Abnormal, 0));
        var under = Decide(first.Order, Sent(first.Order, applications: 0)).Order;

        var second = Decide(under, Some.Report(Refund(under), RefundStage.Abnormal, applications: 1));
        var again = Decide(second.Order, Sent(under, applications: 1));

        Assert.NotEqual(TaskOf(first.Effects).About, TaskOf(second.Effects).About);
        Assert.Equal(TaskOf(second.Effects).About, EndOf(again).About);
        Assert.Equal((RefundStage.Processing, 2), Seen(again.Order));
    }

    [Fact]
    public void Succeeded_WhileItIsAbnormal_EndsItsTask()
    {
        var order = Abnormal();

        var decision = Decide(order, Some.Report(Refund(order), RefundStage.Succeeded));

        Assert.Equal(RefundStage.Succeeded, Refund(decision.Order).Stage);
        Assert.Equal(Refund(order).RefundId.Value, EndOf(decision).About);
    }

    [Fact]
    public void Application_OfOneThatIsNotThere_IsAProblem() =>
        Assert.Equal("REFUND_NOT_FOUND", OrderDecision.Decide(Some.UnpaidOrder(), Sent(Abnormal(), 0), Some.Noon).Problem?.Code);

    // A second payment of one order: it goes back by itself.
    private static readonly Order Paid = Twice(Some.UnpaidOrder());

    private static Order Processing() => Decide(Paid, Some.Report(Refund(Paid), RefundStage.Processing, 0)).Order;

    private static Order Abnormal() => Decide(Processing(), Some.Report(Refund(Paid), RefundStage.Abnormal)).Order;

    private static Order Twice(Order order) => new[] { "4200000000000000000000000001", "4200000000000000000000000002" }.Aggregate(
        order, (o, id) => Decide(o, new OrderCommand.TakePayment(Some.PaymentOf(order, id), order.AppId, new ShippingOptions())).Order);

    private static OrderRefund Refund(Order order) => Assert.Single(order.Refunds);

    private static (RefundStage Stage, int Applications) Seen(Order order) => (Refund(order).Stage, Refund(order).Applications);

    private static RaiseTask TaskOf(IReadOnlyList<object> effects) => Assert.Single(effects.OfType<RaiseTask>());

    private static (TaskKind Kind, string About) EndOf(OrderDecision decision)
    {
        var end = Assert.Single(decision.Effects.OfType<EndTask>());
        return (end.Kind, end.About);
    }

    private static OrderCommand.RefundSentAnotherWay Sent(Order order, int applications) => new(Refund(order).RefundId, applications);

    private static OrderDecision Decide(Order order, OrderCommand command) => OrderDecision.Decide(order, command, Some.Noon).Value;
}
