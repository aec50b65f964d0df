namespace WeCommerce.Simulator.Pay;

internal sealed partial class Trades
{
    /// <summary>发起异常退款: an ABNORMAL refund goes under way again, to a bank card, and this time it arrives.</summary>
    public (PayAnswer Answer, Refund? Accepted) ApplyAbnormal(string refundId, AbnormalRefundRequest asked)
    {
        Refund refund;
        lock (_gate)
        {
            if (_refunds.Values.FirstOrDefault(r => r.RefundId == refundId) is not { } found)
                return (PayErrors.ResourceNotExists("退款单不存在"), null);
            if (found.OutRefundNo != asked.OutRefundNo)
                return (PayErrors.InvalidRequest("商户退款单号与微信支付退款单号不一致"), null);
            if (found.Status != RefundStatus.Abnormal)
                return (PayErrors.InvalidRequest("退款单不是退款异常状态，不能发起异常退款"), null);
            refund = found with
            {
                Status = RefundStatus.Processing,
                Outcome = Behaviour.RefundOutcome.Success,
                Channel = "OTHER_BANKCARD",
                ReceivedAccount = asked.ReceivedAccount,
            };
            _refunds[refund.OutRefundNo] = refund;
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return (PayAnswer.Ok(RefundBody.OfApi(refund)), refund);
    }
}
