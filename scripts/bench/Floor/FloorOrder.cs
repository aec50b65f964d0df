using System.Text.Json;

namespace WeCommerce.Bench.Floor;

internal sealed record FloorAddress(string Recipient, string Phone, string Province, string City, string District, string Detail);

internal sealed record FloorLine(int LineNo, string SkuId, string SpuId, string Title, int Quantity, long PriceFen, long DiscountFen, long PaidFen);

internal sealed record FloorPayment(string TransactionId, string OutTradeNo, long PaidFen, DateTimeOffset At);

internal sealed record FloorCase(string RefundId, string Kind, FloorLine[] Lines, long AmountFen, string Reason, string Note, string Stage, DateTimeOffset RequestedAt, string Key, string BodyHash);

internal sealed record FloorWish(string Kind, string Reason, string Note);

internal sealed record FloorEvent(DateTimeOffset At, string What);

/// <summary>An order with the columns of the shop's, so that both write as many bytes.</summary>
internal sealed record FloorOrder(
    string OrderId,
    string MerchantId,
    string AppId,
    string OpenId,
    FloorLine[] Lines,
    long FreightFen,
    FloorAddress Address,
    DateTimeOffset CreatedAt,
    DateTimeOffset PayBefore,
    int PayAttempt,
    string Trade,
    FloorPayment? Payment,
    FloorPayment[] UnwantedPayments,
    FloorCase[] AfterSales,
    FloorEvent[] Timeline,
    string OutTradeNo,
    long GoodsFen,
    long DiscountFen,
    long TotalFen,
    string[] Skus,
    string Status,
    string PayStatus,
    string Description)
{
    public const int IdLength = 30;

    public static FloorOrder New(string member, string openId, string sku, int quantity, FloorAddress address)
    {
        var (now, orderId, total) = (DateTimeOffset.UtcNow, member + FloorRows.NewId(IdLength - 13), FloorRows.PriceFen * quantity);
        const string title = "明前龙井 50g";
        return new FloorOrder(
            orderId, "own", Merchant.AppId, openId, [new FloorLine(1, sku, "tea", title, quantity, FloorRows.PriceFen, 0, total)], 0, address, now, now.AddMinutes(30),
            1, "Open", null, [], [], [new FloorEvent(now, "下单成功，等待付款")], $"{orderId}01", total, 0, total, [sku], "PendingPayment", "Unpaid", title);
    }

    public FloorOrder Asked(FloorWish wish, string key, string bodyHash) => this with
    {
        AfterSales =
        [
            .. AfterSales,
            new FloorCase($"{OrderId}R{AfterSales.Length + 1:00}", wish.Kind, Lines, TotalFen, wish.Reason, wish.Note, "Requested", DateTimeOffset.UtcNow, key, bodyHash),
        ],
        Timeline = [.. Timeline, new FloorEvent(DateTimeOffset.UtcNow, "申请售后：仅退款")],
    };

    public FloorOrder Paid(JsonElement transaction) => this with
    {
        Payment = new FloorPayment(
            transaction.GetProperty("transaction_id").GetString()!, OutTradeNo, transaction.GetProperty("amount").GetProperty("total").GetInt64(),
            transaction.GetProperty("success_time").GetDateTimeOffset()),
        Timeline = [.. Timeline, new FloorEvent(DateTimeOffset.UtcNow, "付款成功")],
        Status = "AwaitingShipment",
        PayStatus = "Paid",
    };
}
