using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Shipping;

/// <summary>
/// WeChat reminds of an order whose shipping information it does not have: a person must see it, if the goods are still here. What was
/// sent meanwhile is told by its own effect, until WeChat has it.
/// </summary>
internal sealed class TakeShippingReminder(PushedOrder orders, OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(12);

    public string Kind => "trade_manage_remind_shipping";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (await orders.FindAsync(push, cancellation) is not { Status: OrderStatus.AwaitingShipment } order)
            return;

        await tasks.RaiseAsync(
            new RaiseTask(
                TaskKind.ShippingReminded,
                order.OrderId.Value,
                $"微信提醒：订单 {order.OrderId} 超时未发货。",
                "立即发货，或与买家协商退款；继续超时，微信会限制小程序的支付。",
                time.GetUtcNow() + TimeToAct),
            cancellation);
    }
}
