using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

/// <summary>WeChat's books of orders and refunds. One lock: of a payment and a close at once, exactly one wins.</summary>
internal sealed partial class Trades(TimeProvider time, CurrentBehaviour behaviour)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Trade> _trades = [];
    private readonly Dictionary<string, Prepay> _prepays = [];
    private readonly Dictionary<string, Refund> _refunds = [];

    public event EventHandler? Changed;

    /// <summary>JSAPI下单: a prepay_id for a new order, or a fresh one for the same order again.</summary>
    public PayAnswer Prepay(Trade asked)
    {
        var now = time.GetUtcNow();
        Prepay prepay;
        lock (_gate)
        {
            if (_trades.TryGetValue(asked.OutTradeNo, out var trade))
            {
                if (trade.Paid)
                    return PayErrors.OrderPaid;
                if (trade.StateAt(now) == TradeState.Closed)
                    return PayErrors.OrderClosed;
                var otherTime = trade.AskedTimeExpire != asked.AskedTimeExpire &&
                    behaviour.Now.ChangedTimeExpire == ChangedTimeExpire.Refused;
                if (otherTime || trade.Fingerprint != asked.Fingerprint)
                    return PayErrors.DuplicateOutTradeNo;
            }
            else
            {
                _trades[asked.OutTradeNo] = asked;
            }

            prepay = new(WireIds.PrepayId(now), asked.OutTradeNo, now);
            _prepays[prepay.PrepayId] = prepay;
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return PayAnswer.Ok(new { prepay_id = prepay.PrepayId });
    }

    public Trade? ByOutTradeNo(string outTradeNo)
    {
        lock (_gate)
            return _trades.GetValueOrDefault(outTradeNo);
    }

    public Trade? ByTransactionId(string transactionId)
    {
        lock (_gate)
            return _trades.Values.FirstOrDefault(t => t.TransactionId == transactionId);
    }

    /// <summary>The order of a prepay_id, and whether the id still lives.</summary>
    public (Trade Trade, bool Alive)? ByPrepayId(string prepayId)
    {
        lock (_gate)
            return _prepays.TryGetValue(prepayId, out var prepay) ? (_trades[prepay.OutTradeNo], prepay.AliveAt(time.GetUtcNow())) : null;
    }

    /// <summary>The newest prepay_id of an order that can still be paid with.</summary>
    public string? PayableWith(string outTradeNo)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return _trades[outTradeNo].StateAt(now) != TradeState.NotPay
                ? null
                : _prepays.Values.Where(p => p.OutTradeNo == outTradeNo && p.AliveAt(now)).MaxBy(p => p.CreatedAt)?.PrepayId;
        }
    }

    /// <summary>The user's payment: the order is paid now, or the state that it was in instead.</summary>
    public (Trade Trade, bool Won) Pay(string outTradeNo, bool despiteClose = false)
    {
        var now = time.GetUtcNow();
        Trade trade;
        lock (_gate)
        {
            trade = _trades[outTradeNo];
            if (trade.StateAt(now) != TradeState.NotPay && !(despiteClose && trade.StateAt(now) == TradeState.Closed))
                return (trade, false);
            var feeRate = behaviour.Now.Bill.FeeRate;
            trade = trade with
            {
                State = TradeState.Success,
                TransactionId = WireIds.TransactionId(now),
                SuccessTime = now,
                FeeRate = feeRate,
                FeeFen = Fee.Of(trade.TotalFen, feeRate),
            };
            _trades[outTradeNo] = trade;
            behaviour.Earn(trade.TotalFen - trade.FeeFen);
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return (trade, true);
    }

    /// <summary>关闭订单. Closing a closed order is a success.</summary>
    public PayAnswer Close(string outTradeNo)
    {
        lock (_gate)
        {
            if (!_trades.TryGetValue(outTradeNo, out var trade))
                return behaviour.Now.UnknownClose == UnknownClose.OrderClosed ? PayErrors.OrderClosed : PayErrors.OrderNotExist;
            if (trade.Paid)
                return PayErrors.OrderPaid;
            _trades[outTradeNo] = trade with { State = TradeState.Closed };
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return PayAnswer.NoContent;
    }

    public TradesSnapshot Snapshot()
    {
        lock (_gate)
            return new([.. _trades.Values], [.. _prepays.Values], [.. _refunds.Values]);
    }

    public void Load(TradesSnapshot saved)
    {
        lock (_gate)
        {
            foreach (var trade in saved.Trades)
                _trades[trade.OutTradeNo] = trade;
            foreach (var prepay in saved.Prepays)
                _prepays[prepay.PrepayId] = prepay;
            foreach (var refund in saved.Refunds)
                _refunds[refund.OutRefundNo] = refund;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _trades.Clear();
            _prepays.Clear();
            _refunds.Clear();
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
