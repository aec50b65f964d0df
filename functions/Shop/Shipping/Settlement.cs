namespace WeCommerce.Shop.Shipping;

/// <summary>When WeChat pays the shop for an order (资金结算), as it tells it: after the goods were sent an estimate, and once more when it did.</summary>
/// <param name="ReceiptMethod">确认收货方式 as WeChat writes it. What 1 and 2 mean is disputed: nothing is decided by it.</param>
internal sealed record Settlement(DateTimeOffset? EstimatedAt, DateTimeOffset? SettledAt, DateTimeOffset? ReceivedAt, string? ReceiptMethod)
{
    public Settlement With(Settlement later) => new(
        later.EstimatedAt ?? EstimatedAt, later.SettledAt ?? SettledAt, later.ReceivedAt ?? ReceivedAt, later.ReceiptMethod ?? ReceiptMethod);
}
