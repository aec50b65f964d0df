using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Orders;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Shipping;

/// <summary>A paid order was not sent in time: a person must see it.</summary>
internal sealed class NoticeLateShipping(OrderBook book) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.ShippingDue;

    public Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation) =>
        book.MustApplyAsync(ShippedOrder.Of(id), new OrderCommand.ShippingDue(), cancellation);
}

/// <summary>Nobody confirmed in time: the order counts as received (自动确认收货).</summary>
internal sealed class ReceiveInTime(OrderBook book) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.ReceiptDue;

    public Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation) =>
        book.MustApplyAsync(ShippedOrder.Of(id), new OrderCommand.ReceiptDue(), cancellation);
}

/// <summary>WeChat asks the shopper to confirm (确认收货提醒). WeChat does it once for each order; that it could not is no reason to ask again.</summary>
internal sealed class RemindReceipt(OrderBook book, IMiniProgram mini) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.ReceiptReminder;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await book.ReadAsync(ShippedOrder.Of(id), cancellation) is not { Status: OrderStatus.AwaitingReceipt, Payment: { } payment } order)
            return;

        var told = await mini.RemindReceiptAsync(order.AppId, new PaymentKey.Transaction(payment.TransactionId), at, cancellation);
        if (told is ApiAnswer<Reported>.Failure { Error.Kind: ApiFailureKind.TryAgain or ApiFailureKind.TooFrequent } failure)
            throw new TimeoutException($"WeChat does not take the reminder of {id} yet: {failure.Error.ErrCode}.");
    }
}

internal static class ShippedOrder
{
    public static OrderId Of(string id) => OrderId.TryParse(id, out var order) ? order : throw new InvalidDataException($"{id} is no order.");
}
