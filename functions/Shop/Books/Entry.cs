using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Books;

/// <summary>科目. What is debited and credited; each entry names one of either, so the books balance by construction.</summary>
internal enum Account
{
    /// <summary>The merchant's money at WeChat Pay (asset).</summary>
    WeChat,

    /// <summary>Goods sold (revenue).</summary>
    Sales,

    /// <summary>Freight charged (revenue).</summary>
    Freight,

    /// <summary>Goods taken back or compensated (contra revenue).</summary>
    SalesReturns,

    /// <summary>Payments that no order could take (liability).</summary>
    Unclaimed,

    /// <summary>Refunds decided and not yet with their payer (liability).</summary>
    RefundsPayable,
}

/// <summary>One entry of the ledger (分录), written in the same commit as what it records.</summary>
/// <param name="Number">1, 2, 3 … within the order.</param>
/// <param name="At">When it happened: WeChat's time where money moved.</param>
/// <param name="AmountFen">More than zero.</param>
/// <param name="Reference">The TransactionId or OutRefundNo that it is about.</param>
internal sealed record Entry(int Number, DateTimeOffset At, Account Debit, Account Credit, Fen AmountFen, string What, string Reference)
{
    /// <summary>The shop's day: UTC+08:00, as WeChat's bills reckon it.</summary>
    public DateOnly Day => ShopDay.Of(At);
}
