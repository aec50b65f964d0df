using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>What the shop knows that a day's bill is held against.</summary>
/// <param name="Day">Beijing's.</param>
/// <param name="Payments">Every payment in the day's book, and those of the bill that an order knows from another day.</param>
/// <param name="Refunds">Every refund that the bill names, and all that may have been accepted on the day.</param>
internal sealed record DayBooks(DateOnly Day, IReadOnlyList<BookedPayment> Payments, IReadOnlyList<BookedRefund> Refunds);

/// <summary>A payment as the books have it.</summary>
/// <param name="OutTradeNo">Null when the order does not know the payment that its entries name.</param>
/// <param name="IsKept">Whether it pays its order; false for one that goes back (late, second, of a wrong amount).</param>
internal sealed record BookedPayment(OrderId OrderId, string TransactionId, OutTradeNo? OutTradeNo, Fen AmountFen, bool IsKept);

/// <summary>A refund as its order has it.</summary>
internal sealed record BookedRefund(
    RefundId RefundId, string TransactionId, Fen AmountFen, RefundStage Stage, DateTimeOffset StartedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? SucceededAt)
{
    public static BookedRefund Of(OrderRefund refund) =>
        new(refund.RefundId, refund.TransactionId, refund.AmountFen, refund.Stage, refund.StartedAt, refund.AcceptedAt, refund.SucceededAt);

    /// <summary>
    /// Whether the bill of that day must list it: bills list a refund on the day on which WeChat took it on. When the answer that says so was lost,
    /// it is the day on which it both began and ended; over midnight, either would be right.
    /// </summary>
    public bool BelongsTo(DateOnly day) => Stage is not (RefundStage.Sending or RefundStage.Closed)
        && (AcceptedAt is { } accepted ? ShopDay.Of(accepted) == day : ShopDay.Of(StartedAt) == day && SucceededAt is { } at && ShopDay.Of(at) == day);
}
