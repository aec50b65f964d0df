using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Shipping;

/// <summary>WeChat's books of shipping information (发货信息管理), by transaction_id.</summary>
internal sealed class Shipments(TimeProvider time, Trades trades, CurrentBehaviour behaviour, SimulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShippedOrder> _orders = [];

    public event EventHandler? Changed;

    public IReadOnlyList<ShippedOrder> All
    {
        get
        {
            lock (_gate)
                return [.. _orders.Values];
        }
    }

    /// <summary>The app's paid order of this name; not there until some seconds after the payment.</summary>
    public Trade? Find(string appId, string? transactionId, string? mchId, string? outTradeNo)
    {
        var trade = !string.IsNullOrEmpty(transactionId) ? trades.ByTransactionId(transactionId)
            : mchId == options.MchId && !string.IsNullOrEmpty(outTradeNo) ? trades.ByOutTradeNo(outTradeNo)
            : null;
        return trade is not null && trade.AppId == appId && IsThere(trade) ? trade : null;
    }

    /// <summary>The app's paid orders, the newest first.</summary>
    public IReadOnlyList<Trade> Of(string appId) =>
        [.. trades.Snapshot().Trades.Where(t => t.AppId == appId && IsThere(t)).OrderByDescending(t => t.SuccessTime).ThenBy(t => t.TransactionId)];

    public ShippedOrder? ByTransactionId(string transactionId)
    {
        lock (_gate)
            return _orders.GetValueOrDefault(transactionId);
    }

    public OrderState StateOf(Trade trade) => StateOf(trade, trades.RefundsOf(trade));

    /// <param name="trade">A paid order.</param>
    /// <param name="refunds">All of its refunds.</param>
    public OrderState StateOf(Trade trade, IEnumerable<Refund> refunds)
    {
        var order = ByTransactionId(trade.TransactionId!);
        return refunds.Where(r => r.Status == RefundStatus.Success).Sum(r => r.RefundFen) >= trade.TotalFen ? OrderState.Refunded
            : order is not { Finished: true } ? OrderState.ToShip
            : order.ConfirmedAt is null ? OrderState.Shipped
            : !order.SettlementDue ? OrderState.Confirmed
            : refunds.Any(r => r.Status is RefundStatus.Processing or RefundStatus.Abnormal) ? OrderState.AwaitingSettlement
            : OrderState.Done;
    }

    /// <summary>All uploads or none. They must have passed <see cref="ShippingRules"/>.</summary>
    public (IReadOnlyList<ShippedOrder> Orders, ApiAnswer? Error) Ship(string appId, IEnumerable<UploadShippingInfo> uploads)
    {
        Dictionary<string, ShippedOrder> shipped = [];
        lock (_gate)
        {
            foreach (var upload in uploads)
            {
                var key = upload.OrderKey!;
                var byId = key.OrderNumberType == 2;
                var trade = Find(appId, byId ? key.TransactionId : null, byId ? null : key.Mchid, key.OutTradeNo);
                if (trade is null)
                    return ([], ShippingErrors.OrderNotExist);
                if (Refusal(trade, upload) is { } refusal)
                    return ([], refusal);
                var id = trade.TransactionId!;
                var before = shipped.GetValueOrDefault(id) ?? _orders.GetValueOrDefault(id);
                var (order, error) = Upload.Apply(before, upload, id, time.GetUtcNow());
                if (order is null)
                    return ([], error);
                shipped[id] = order;
            }
            foreach (var (id, order) in shipped)
                _orders[id] = order;
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return ([.. shipped.Values], null);
    }

    /// <summary>确认收货提醒, once per order.</summary>
    public ApiAnswer? Remind(Trade trade, DateTimeOffset receivedAt) => Change(trade.TransactionId!, order =>
        StateOf(trade) != OrderState.Shipped ? (null, ShippingErrors.NotShipped)
        : order!.LogisticsType != 1 ? (null, ShippingErrors.ReminderNeedsExpress)
        : receivedAt < order.ShippedAt ? (null, ShippingErrors.ReceivedTime)
        : order.Reminded ? (null, ShippingErrors.ReminderUsed)
        : (order with { Reminded = true }, null));

    /// <summary>确认收货, by the shopper or by itself; refused when the order is not on its way.</summary>
    public ApiAnswer? Confirm(Trade trade) => Change(trade.TransactionId!, order =>
        StateOf(trade) != OrderState.Shipped ? (null, ShippingErrors.NotShipped)
        : (order! with { ConfirmedAt = time.GetUtcNow() }, null));

    public void MakeSettlementDue(string transactionId) =>
        Change(transactionId, order => (order?.ConfirmedAt is null ? null : order with { SettlementDue = true }, null));

    public void Load(IEnumerable<ShippedOrder> saved)
    {
        lock (_gate)
        {
            foreach (var order in saved)
                _orders[order.TransactionId] = order;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _orders.Clear();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private bool IsThere(Trade trade)
    {
        var told = behaviour.Now;
        return trade.Paid && time.GetUtcNow() - trade.SuccessTime >= TimeSpan.FromMilliseconds(told.Shipping.DelayMs / told.ClockRate);
    }

    private ApiAnswer? Refusal(Trade trade, UploadShippingInfo upload)
    {
        var returned = trades.RefundsOf(trade).Where(r => r.Counts).Sum(r => r.RefundFen);
        return upload.Payer!.Openid != trade.OpenId ? ShippingErrors.OtherPayer
            : returned >= trade.TotalFen || StateOf(trade) > OrderState.Shipped ? ShippingErrors.NotShippable
            : null;
    }

    private ApiAnswer? Change(string transactionId, Func<ShippedOrder?, (ShippedOrder? Order, ApiAnswer? Error)> decide)
    {
        lock (_gate)
        {
            var (order, error) = decide(_orders.GetValueOrDefault(transactionId));
            if (order is null)
                return error;
            _orders[transactionId] = order;
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return null;
    }
}
