using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Play;

internal sealed record Receipt(string? TransactionId = null);

/// <summary>The shopper presses 确认收货 in WeChat.</summary>
internal sealed class ReceiptEndpoint(Trades trades, Shipments shipments, ShippingClock clock)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/simulator/shipping/receipt", ConfirmAsync);

    private async Task<IResult> ConfirmAsync(HttpRequest request)
    {
        var (receipt, error) = await PlayJson.ReadAsync<Receipt>(request);
        if (receipt is null)
            return error!;
        if (trades.ByTransactionId(receipt.TransactionId ?? "") is not { } trade)
            return PlayJson.Refuse("UNKNOWN_TRANSACTION", "There is no payment of this transactionId.", StatusCodes.Status404NotFound);
        if (shipments.Confirm(trade) is not null)
            return PlayJson.Refuse("NOT_SHIPPED", "The order is not on its way to the shopper.", StatusCodes.Status409Conflict);
        clock.Settle(trade.TransactionId!);
        return PlayJson.Ok(new { orderState = shipments.StateOf(trade) });
    }
}
