using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Notifies;

namespace WeCommerce.Simulator.Pay;

/// <summary>Brings accepted refunds to their end after a while, and says so to the merchant.</summary>
internal sealed class RefundClock(SimulatorOptions options, Trades trades, CurrentBehaviour behaviour, Schedule schedule, Notifier notifier)
{
    public void Start(Refund refund) => schedule.After(TimeSpan.FromMilliseconds(behaviour.Now.Refund.DelayMs), _ =>
    {
        End(refund.OutRefundNo);
        return Task.CompletedTask;
    });

    /// <summary>Refunds that were under way when the simulator stopped.</summary>
    public void Resume()
    {
        foreach (var refund in trades.Snapshot().Refunds.Where(r => r.Status == RefundStatus.Processing))
            Start(refund);
    }

    private void End(string outRefundNo)
    {
        if (trades.EndRefund(outRefundNo) is not { NotifyUrl: { } url } refund)
            return;
        var (eventType, summary) = refund.Status switch
        {
            RefundStatus.Success => ("REFUND.SUCCESS", "退款成功"),
            RefundStatus.Closed => ("REFUND.CLOSED", "退款关闭"),
            _ => ("REFUND.ABNORMAL", "退款异常"),
        };
        notifier.Post(new Notify(url, eventType, "refund", summary, RefundBody.OfNotify(refund, options.MchId), options)
        {
            OutTradeNo = refund.OutTradeNo,
            OutRefundNo = refund.OutRefundNo,
        });
    }
}
