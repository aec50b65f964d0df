using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Shipping;

/// <summary>Confirms receipt by itself some days after shipping, and settles some days after confirmation.</summary>
internal sealed class ShippingClock(TimeProvider time, Trades trades, Shipments shipments, CurrentBehaviour behaviour, Schedule schedule)
{
    /// <summary>From complete shipping on.</summary>
    public void Start(ShippedOrder order)
    {
        if (order.ShippedAt is not { } shippedAt)
            return;
        var told = behaviour.Now.Shipping;
        var days = order.LogisticsType == 1 ? told.ExpressConfirmDays : told.OtherConfirmDays;
        At(shippedAt, days, () =>
        {
            // Shipped anew since: that shipping has its own days.
            if (shipments.ByTransactionId(order.TransactionId)?.ShippedAt != shippedAt)
                return;
            if (trades.ByTransactionId(order.TransactionId) is { } trade && shipments.Confirm(trade) is null)
                Settle(order.TransactionId);
        });
    }

    /// <summary>From confirmation on.</summary>
    public void Settle(string transactionId)
    {
        if (shipments.ByTransactionId(transactionId)?.ConfirmedAt is { } confirmedAt)
            At(confirmedAt, behaviour.Now.Shipping.SettleDays, () => shipments.MakeSettlementDue(transactionId));
    }

    /// <summary>Orders that were on their way when the simulator stopped.</summary>
    public void Resume()
    {
        foreach (var order in shipments.All)
        {
            if (order.ConfirmedAt is null)
                Start(order);
            else if (!order.SettlementDue)
                Settle(order.TransactionId);
        }
    }

    private void At(DateTimeOffset from, int days, Action work) => schedule.After(from.AddDays(days) - time.GetUtcNow(), _ =>
    {
        work();
        return Task.CompletedTask;
    });
}
