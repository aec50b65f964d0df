namespace WeCommerce.WeChat.Pay;

public sealed partial class PayClient
{
    private const string Refunds = "/v3/refund/domestic/refunds";

    /// <summary>退款申请. Success is "accepted": the refund's state tells the rest. Repeat with the same number, never with a new one.</summary>
    public Task<PayAnswer<Refund>> RefundAsync(RefundOrder order, CancellationToken ct) =>
        PayRules.Problem(order) is { } problem
            ? Refuse<Refund>(problem)
            : CallAsync(
                new PayCall("refund", HttpMethod.Post, Refunds, Wire.Body(order))
                {
                    OutTradeNo = order.OutTradeNo,
                    TransactionId = order.TransactionId,
                    OutRefundNo = order.OutRefundNo,
                },
                body => JsonFields.Read(body, Wire.Refund),
                ct);

    /// <summary>查询单笔退款（通过商户退款单号）.</summary>
    public Task<PayAnswer<Refund>> QueryRefundAsync(string outRefundNo, CancellationToken ct) =>
        PayRules.OutRefundNoProblem(outRefundNo) is { } problem
            ? Refuse<Refund>(problem)
            : CallAsync(
                new PayCall("query_refund", HttpMethod.Get, $"{Refunds}/{Uri.EscapeDataString(outRefundNo)}", []) { OutRefundNo = outRefundNo },
                body => JsonFields.Read(body, Wire.Refund),
                ct);

    /// <summary>发起异常退款: another way for a refund that is <see cref="RefundState.Abnormal"/>; its state tells the rest, as with <see cref="RefundAsync"/>.</summary>
    public async Task<PayAnswer<Refund>> RetryAbnormalRefundAsync(AbnormalRefund refund, CancellationToken ct)
    {
        if (PayRules.Problem(refund) is { } problem)
            return await Refuse<Refund>(problem);
        (SensitiveField AccountNo, SensitiveField RealName)? card = null;
        if (refund.PayerCard is { } open)
        {
            var accountNo = await _sensitive.EncryptAsync(open.AccountNo, ct);
            var realName = await _sensitive.EncryptAsync(open.RealName, ct);
            // Two keys for one body: the certificates were renewed in between.
            if (accountNo is null || realName is null || accountNo.Serial != realName.Serial)
                return new PayFailure(PayFailureKind.TryAgain, 0, "NO_WECHATPAY_KEY", "no key of WeChat's to encrypt with is known", null);
            card = (accountNo, realName);
        }
        return await CallAsync(
            new PayCall(
                "retry_abnormal_refund",
                HttpMethod.Post,
                $"{Refunds}/{Uri.EscapeDataString(refund.RefundId)}/apply-abnormal-refund",
                Wire.Body(refund, card?.AccountNo.Ciphertext, card?.RealName.Ciphertext))
            {
                OutRefundNo = refund.OutRefundNo,
                Serial = card?.AccountNo.Serial,
            },
            body => JsonFields.Read(body, Wire.Refund),
            ct);
    }
}
