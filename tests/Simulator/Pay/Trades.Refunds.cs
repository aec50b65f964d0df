using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

internal sealed partial class Trades
{
    private const int MostRefunds = 50;
    private static readonly TimeSpan RefundableFor = TimeSpan.FromDays(365);

    /// <summary>退款申请: 200 means accepted. The same number with the same parameters is the same refund, however it stands by now.</summary>
    public (PayAnswer Answer, Refund? Accepted) Refund(RefundRequest asked)
    {
        var now = time.GetUtcNow();
        Refund refund;
        lock (_gate)
        {
            var trade = asked.TransactionId is not null
                ? _trades.Values.FirstOrDefault(t => t.TransactionId == asked.TransactionId)
                : _trades.GetValueOrDefault(asked.OutTradeNo!);
            if (trade is null || (asked.OutTradeNo is not null && trade.OutTradeNo != asked.OutTradeNo))
                return (PayErrors.ResourceNotExists("订单不存在，请检查订单号是否正确"), null);
            if (_refunds.TryGetValue(asked.OutRefundNo, out var earlier))
            {
                return earlier.OutTradeNo == trade.OutTradeNo && earlier.Fingerprint == asked.Fingerprint
                    ? (PayAnswer.Ok(RefundBody.OfApi(earlier)), null)
                    : (PayErrors.InvalidRequest("订单金额或退款金额与之前请求不一致，请核实后再试"), null);
            }
            if (Refusal(trade, asked, now) is { } refusal)
                return (refusal, null);

            refund = new()
            {
                RefundId = WireIds.RefundId(now),
                OutRefundNo = asked.OutRefundNo,
                OutTradeNo = trade.OutTradeNo,
                TransactionId = trade.TransactionId!,
                RefundFen = asked.RefundFen,
                TotalFen = asked.TotalFen,
                Reason = asked.Reason,
                NotifyUrl = asked.NotifyUrl,
                FundsAccount = asked.FundsAccount,
                Fingerprint = asked.Fingerprint,
                CreateTime = now,
                Outcome = behaviour.Now.Refund.Outcome,
                FeeFen = Fee.Returned(trade, [.. Of(trade).Where(r => r.Counts)], asked.RefundFen),
            };
            if (!behaviour.TrySpend(refund.CostFen))
                return (PayErrors.NotEnough, null);
            _refunds[refund.OutRefundNo] = refund;
            // REFUND as soon as a refund was asked for, and for good, whatever becomes of it.
            _trades[trade.OutTradeNo] = trade with { State = TradeState.Refund };
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return (PayAnswer.Ok(RefundBody.OfApi(refund)), refund);
    }

    public Refund? ByOutRefundNo(string outRefundNo)
    {
        lock (_gate)
            return _refunds.GetValueOrDefault(outRefundNo);
    }

    public IReadOnlyList<Refund> RefundsOf(Trade trade)
    {
        lock (_gate)
            return [.. Of(trade)];
    }

    /// <summary>PROCESSING ends as was decided; null when the refund is no longer there or has ended.</summary>
    public Refund? EndRefund(string outRefundNo)
    {
        Refund ended;
        lock (_gate)
        {
            if (!_refunds.TryGetValue(outRefundNo, out var refund) || refund.Status != RefundStatus.Processing)
                return null;
            var status = Enum.Parse<RefundStatus>(refund.Outcome.ToString());
            ended = refund with { Status = status, SuccessTime = status == RefundStatus.Success ? time.GetUtcNow() : null };
            _refunds[outRefundNo] = ended;
            if (status == RefundStatus.Closed)
                behaviour.Earn(refund.CostFen);
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return ended;
    }

    private IEnumerable<Refund> Of(Trade trade) => _refunds.Values.Where(r => r.OutTradeNo == trade.OutTradeNo);

    private PayAnswer? Refusal(Trade trade, RefundRequest asked, DateTimeOffset now)
    {
        var refunds = Of(trade).ToList();
        var told = behaviour.Now.Refund;
        return !trade.Paid ? PayErrors.InvalidRequest("订单未支付，不支持退款")
            : asked.TotalFen != trade.TotalFen ? PayErrors.InvalidRequest("订单金额不一致，请核实后再试")
            : now - trade.SuccessTime > RefundableFor ? PayErrors.InvalidRequest("订单已超过可退款的最大期限")
            : asked.RefundFen > trade.TotalFen - refunds.Where(r => r.Counts).Sum(r => r.RefundFen) ? PayErrors.InvalidRequest("退款金额大于可退金额")
            : refunds.Count >= MostRefunds ? PayErrors.InvalidRequest("一笔订单最多支持50次部分退款")
            : refunds.Exists(r => now - r.CreateTime < TimeSpan.FromMilliseconds(told.MinIntervalMs)) ? PayErrors.FrequencyLimited
            : told.NotEnough ? PayErrors.NotEnough
            : null;
    }
}
