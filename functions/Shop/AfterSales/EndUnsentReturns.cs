using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.AfterSales;

/// <summary>The goods of a case were not sent back in time: the case ends.</summary>
internal sealed class EndUnsentReturns(OrderBook book) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.ReturnDue;

    public Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation) => RefundId.TryParse(id, out var refund)
        ? book.MustApplyAsync(refund.OrderId, new OrderCommand.WithdrawAfterSale(refund, Overdue: true), cancellation)
        : throw new InvalidDataException($"{id} is no refund.");
}
