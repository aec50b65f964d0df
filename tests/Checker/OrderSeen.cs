using System.Text.Json;

namespace WeCommerce.Checker;

/// <summary>An order as its row says it. Amounts are in fen.</summary>
public sealed record OrderSeen
{
    public required string OrderId { get; init; }

    public required StoredRow Row { get; init; }

    public required IReadOnlyList<LineSeen> Lines { get; init; }

    public required long FreightFen { get; init; }

    public required IReadOnlyList<DiscountSeen> Discounts { get; init; }

    public required bool IsCancelled { get; init; }

    public required string? ExchangeOf { get; init; }

    /// <summary>The flash sale that it was sold in; null for none.</summary>
    public required string? FlashSale { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset PayBefore { get; init; }

    public required int PayAttempt { get; init; }

    public required PaymentSeen? Payment { get; init; }

    public required IReadOnlyList<PaymentSeen> Unwanted { get; init; }

    public required IReadOnlyList<ParcelSeen> Parcels { get; init; }

    public required DateTimeOffset? ReceivedAt { get; init; }

    public required IReadOnlyList<CaseSeen> Cases { get; init; }

    public required IReadOnlyList<RefundSeen> Refunds { get; init; }

    public required int RefundCount { get; init; }

    public required int EntryCount { get; init; }

    public required IReadOnlyList<string> Timeline { get; init; }

    /// <summary>The group that it is bought with, and how that stands; null for one that is bought alone.</summary>
    public required GroupBuySeen? GroupBuy { get; init; }

    /// <summary>What of each line went back because the group got cheaper.</summary>
    public required IReadOnlyList<long> Rebates { get; init; }

    public long TotalFen => Lines.Sum(l => l.PaidFen) + FreightFen;

    public bool IsSettled => Payment is not null || ExchangeOf is not null;

    public string OutTradeNo => $"{OrderId}{PayAttempt:00}";

    public IEnumerable<PaymentSeen> Payments => Payment is null ? Unwanted : Unwanted.Prepend(Payment);

    public IEnumerable<CaseLineSeen> LiveClaims(int lineNo) => Cases.Where(c => c.IsLive).SelectMany(c => c.Lines).Where(l => l.LineNo == lineNo);

    public int SentOf(int lineNo) => Parcels.SelectMany(p => p.Lines).Where(l => l.LineNo == lineNo).Sum(l => l.Quantity);

    public int UnsentClaimsOf(int lineNo) => Cases.Where(c => c.IsLive && c.BeforeShipping).SelectMany(c => c.Lines).Where(l => l.LineNo == lineNo).Sum(l => l.Quantity);

    public IEnumerable<string> Coupons => Discounts.Where(d => d.Kind == "Coupon").Select(d => d.Reference);

    /// <summary>The refund that another one does not go on with.</summary>
    public bool IsLast(RefundSeen refund) => Refunds.All(r => r.Again != refund.RefundId);

    public int ShippableOf(LineSeen line) => line.Quantity - SentOf(line.LineNo) - UnsentClaimsOf(line.LineNo);

    /// <summary>What a shopper is told; worked out here once more.</summary>
    public string Status =>
        IsCancelled ? "Cancelled"
        : !IsSettled ? "PendingPayment"
        : GroupBuy is { State: "InProgress" } ? "AwaitingGroup"
        : IsGivenBack || GroupBuy is { State: "Failed" } ? "Closed"
        : ReceivedAt is not null ? "Completed"
        : Parcels.Count > 0 && Lines.All(l => ShippableOf(l) == 0) ? "AwaitingReceipt"
        : "AwaitingShipment";

    private bool IsGivenBack => Cases.Count > 0
        && Lines.All(l => l.Quantity == LiveClaims(l.LineNo).Sum(c => c.Quantity))
        && Cases.All(c => !c.IsLive || (c.Stage == "Succeeded" && c.Kind != "Exchange"));

    public override string ToString() => $"order {OrderId}";

    internal static OrderSeen Of(StoredRow row)
    {
        var json = row.Json("Order");
        return new OrderSeen
        {
            OrderId = json.Text("orderId"),
            Row = row,
            Lines = json.Many("lines", LineSeen.Of),
            FreightFen = json.Number("freightFen"),
            Discounts = json.Many("discounts", DiscountSeen.Of),
            IsCancelled = json.Text("trade") == "Cancelled",
            ExchangeOf = json.TextOrNull("exchangeOf"),
            FlashSale = json.TryGetProperty("flashSale", out var flash) ? flash.Text("sessionId") : null,
            CreatedAt = json.InstantOrNull("createdAt") ?? default,
            PayBefore = json.InstantOrNull("payBefore") ?? default,
            PayAttempt = (int)json.Number("payAttempt"),
            Payment = json.TryGetProperty("payment", out var payment) ? PaymentSeen.Of(payment) : null,
            Unwanted = json.Many("unwantedPayments", PaymentSeen.Of),
            Parcels = json.Many("shipments", ParcelSeen.Of),
            ReceivedAt = json.InstantOrNull("receivedAt"),
            Cases = json.Many("afterSales", CaseSeen.Of),
            Refunds = json.Many("refunds", RefundSeen.Of),
            RefundCount = (int)json.Number("refundCount"),
            EntryCount = (int)json.Number("entryCount"),
            Timeline = json.Many("timeline", static t => t.Text("what")),
            GroupBuy = json.TryGetProperty("groupBuy", out var group) ? new GroupBuySeen(group.Text("groupId"), group.Text("state")) : null,
            Rebates = json.Many("lines", static l => l.Number("rebateFen")),
        };
    }
}

/// <param name="Place">Where its pieces are held, whatever part of it: the SKU's own stock, or a pool (<c>{SkuId}@{pool}</c>).</param>
public sealed record LineSeen(int LineNo, string SkuId, int Quantity, long PaidFen, long DiscountFen, string Place)
{
    internal static LineSeen Of(JsonElement line) => new(
        (int)line.Number("lineNo"),
        line.Text("skuId"),
        (int)line.Number("quantity"),
        (line.Number("priceFen") * line.Number("quantity")) - line.Number("discountFen"),
        line.Number("discountFen"),
        line.Many("places", static p => WholeOf(p.GetString() ?? "")).FirstOrDefault(line.Text("skuId")));

    /// <summary>The place that a part of it (<c>.{n}</c>) belongs to.</summary>
    internal static string WholeOf(string place) => place.Split('.')[0];
}

/// <param name="Reference">The coupon's id, of a coupon.</param>
public sealed record DiscountSeen(string Kind, string Reference, IReadOnlyList<long> LinesFen, long FreightFen)
{
    internal static DiscountSeen Of(JsonElement discount) =>
        new(discount.Text("kind"), discount.Text("reference"), discount.Many("linesFen", static fen => fen.GetInt64()), discount.Number("freightFen"));
}

/// <param name="State">InProgress, Succeeded or Failed.</param>
public sealed record GroupBuySeen(string GroupId, string State);

public sealed record PaymentSeen(string TransactionId, string OutTradeNo, long PaidFen)
{
    internal static PaymentSeen Of(JsonElement payment) => new(payment.Text("transactionId"), payment.Text("outTradeNo"), payment.Number("paidFen"));
}

public sealed record ParcelSeen(int Number, string TrackingNo, IReadOnlyList<CaseLineSeen> Lines)
{
    internal static ParcelSeen Of(JsonElement parcel) => new((int)parcel.Number("number"), parcel.Text("trackingNo"), parcel.Many("lines", CaseLineSeen.Of));
}

/// <param name="ShareFen">0 in a parcel.</param>
public sealed record CaseLineSeen(int LineNo, int Quantity, long ShareFen)
{
    internal static CaseLineSeen Of(JsonElement line) => new((int)line.Number("lineNo"), (int)line.Number("quantity"), line.Number("shareFen"));
}

/// <summary>An after-sale case.</summary>
public sealed record CaseSeen(
    string RefundId, string Kind, string Stage, IReadOnlyList<CaseLineSeen> Lines, long AmountFen, long FreightFen, bool BeforeShipping, string Key, string? ExchangeOrderId)
{
    public bool IsLive => Stage is not ("Rejected" or "Cancelled");

    internal static CaseSeen Of(JsonElement sale) => new(
        sale.Text("refundId"), sale.Text("kind"), sale.Text("stage"), sale.Many("lines", CaseLineSeen.Of), sale.Number("amountFen"), sale.Number("freightFen"),
        sale.TryGetProperty("beforeShipping", out var before) && before.GetBoolean(), sale.Text("key"), sale.TextOrNull("exchangeOrderId"));
}

public sealed record RefundSeen(string RefundId, string TransactionId, long AmountFen, string Stage, string? AfterSale, string? Again)
{
    public bool Counts => Stage != "Closed";

    internal static RefundSeen Of(JsonElement refund) => new(
        refund.Text("refundId"), refund.Text("transactionId"), refund.Number("amountFen"), refund.Text("stage"), refund.TextOrNull("afterSale"), refund.TextOrNull("again"));
}

internal static class JsonReading
{
    public static string Text(this JsonElement json, string name) => json.TextOrNull(name) ?? "";

    public static string? TextOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long Number(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    public static DateTimeOffset? InstantOrNull(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.TryGetDateTimeOffset(out var at) ? at : null;

    public static IReadOnlyList<T> Many<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(read)] : [];
}
