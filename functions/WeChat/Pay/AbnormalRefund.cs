namespace WeCommerce.WeChat.Pay;

/// <summary>
/// Another way for a refund that is <see cref="RefundState.Abnormal"/> (发起异常退款). Without a card the money goes to the merchant's own bank
/// account (MERCHANT_BANK_CARD), and the merchant pays the customer.
/// </summary>
public sealed record AbnormalRefund
{
    public required string RefundId { get; init; }

    /// <summary>Of the same refund.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>The payer's bank card (USER_BANK_CARD).</summary>
    public BankCard? PayerCard { get; init; }

    /// <summary>Names the refund, not the card.</summary>
    public override string ToString() => $"{nameof(AbnormalRefund)} {OutRefundNo}";
}

/// <summary>A bank card; number and name go to WeChat encrypted.</summary>
/// <param name="BankType">ICBC_DEBIT, CMB_DEBIT … (对私银行列表).</param>
/// <param name="AccountNo">At most 214 bytes.</param>
/// <param name="RealName">The holder's; at most 214 bytes in UTF-8.</param>
public sealed record BankCard(string BankType, string AccountNo, string RealName)
{
    /// <summary>Prints nothing of the card.</summary>
    public override string ToString() => nameof(BankCard);
}
