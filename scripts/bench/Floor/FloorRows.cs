using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace WeCommerce.Bench.Floor;

/// <summary>The shop's rows, written by hand.</summary>
internal static class FloorRows
{
    public const string Members = "Members";
    public const string Stock = "Stock";
    public const string OrdersToClose = "orders-to-close";
    public const string Effects = "effects";
    public const string Level = "level";
    public const long PriceFen = 1990;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string NewId(int length) => RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", length);

    /// <summary>Makes tables and queues, and puts pieces in.</summary>
    public static async Task PutInAsync(string storage, IEnumerable<(string Sku, int Pieces)> goods)
    {
        var stock = new TableClient(storage, Stock);
        await stock.CreateIfNotExistsAsync();
        await new TableClient(storage, Members).CreateIfNotExistsAsync();
        await new QueueClient(storage, OrdersToClose).CreateIfNotExistsAsync();
        await new QueueClient(storage, Effects).CreateIfNotExistsAsync();
        foreach (var (sku, pieces) in goods)
            await stock.AddEntityAsync(LevelOf(sku, pieces, 0));
    }

    public static TableEntity LevelOf(string sku, int onHand, int reserved) =>
        new(sku, Level) { ["OnHand"] = onHand, ["Reserved"] = reserved, ["Operation"] = NewId(13) };

    public static TableEntity HoldOf(string sku, FloorOrder order) =>
        new(sku, $"hold!{order.OrderId}") { ["Quantity"] = order.Lines[0].Quantity, ["LapsesAt"] = order.PayBefore, ["Operation"] = NewId(13) };

    /// <summary>The commit of an order: its key, itself, and the emptied place in the cart.</summary>
    public static TableTransactionAction[] Placing(string member, string key, FloorOrder order)
    {
        var operation = NewId(13);
        return
        [
            new(TableTransactionActionType.Add, new TableEntity(member, $"key!{key}")
            {
                ["BodyHash"] = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(order.Address, Json))),
                ["OrderId"] = order.OrderId,
                ["Operation"] = operation,
            }),
            new(TableTransactionActionType.Add, OrderRow(member, operation, order)),
            new(TableTransactionActionType.UpsertMerge, new TableEntity(member, $"cart!{order.Skus[0]}") { ["Quantity"] = 0, ["Operation"] = operation }),
        ];
    }

    /// <summary>The commit of a payment: the order, the entry in its books, that its pieces are sold, when it must be shipped, and that its line in the list changed.</summary>
    public static TableTransactionAction[] Paying(string member, string operation, FloorOrder order, ETag etag) =>
    [
        .. Changing(
            member, operation, order, etag, new { order.OrderId, order.Skus }, new { At = order.CreatedAt.AddHours(48), Kind = "ShippingDue", Id = order.OrderId },
            new { order.OrderId }),
        new(TableTransactionActionType.Add, new TableEntity(member, $"entry!{order.OrderId}!01")
        {
            ["Entry"] = JsonSerializer.Serialize(
                new { Number = 1, order.Payment?.At, Debit = "WeChat", Credit = "Sales", AmountFen = order.TotalFen, What = "收款", Reference = order.Payment?.TransactionId }, Json),
            ["Operation"] = operation,
        }),
    ];

    /// <summary>The commit of a refund request: the order, the task for its operator, and that its line in the list changed.</summary>
    public static TableTransactionAction[] Asking(string member, string operation, FloorOrder order, ETag etag) => Changing(
        member, operation, order, etag,
        new { Kind = "AfterSaleToDecide", About = order.AfterSales[^1].RefundId, What = $"售后 {order.AfterSales[^1].RefundId} 待处理", Remedy = "同意或拒绝；拒绝须写明理由，买家会看到。", Deadline = order.CreatedAt.AddHours(48) },
        new { order.OrderId });

    private static TableTransactionAction[] Changing(string member, string operation, FloorOrder order, ETag etag, params object[] effects) =>
    [
        new(TableTransactionActionType.UpdateReplace, OrderRow(member, operation, order), etag),
        .. effects.Select((effect, n) => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(member, $"effect!{operation}!{n:00}")
        {
            ["Kind"] = "StockSold",
            ["Attempts"] = 0,
            ["Effect"] = JsonSerializer.Serialize(effect, Json),
            ["Operation"] = operation,
        })),
    ];

    private static TableEntity OrderRow(string member, string operation, FloorOrder order) => new(member, $"order!{order.OrderId}")
    {
        ["Order"] = JsonSerializer.Serialize(order, Json),
        ["Status"] = order.Status,
        ["TotalFen"] = order.TotalFen,
        ["Operation"] = operation,
    };
}
