using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Orders;

/// <summary>An order (订单) as it stands. Trade, payment, shipping and refund are axes of their own; <see cref="OrderDecision"/> is what changes them.</summary>
internal sealed record Order
{
    public required OrderId OrderId { get; init; }

    /// <summary>Who sells: an order is of one merchant.</summary>
    public required string MerchantId { get; init; }

    public required string AppId { get; init; }

    /// <summary>Who pays.</summary>
    public required OpenId OpenId { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public required Fen FreightFen { get; init; }

    public required Address Address { get; init; }

    public string? Remark { get; init; }

    public int? Scene { get; init; }

    public string? Referrer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this moment the order is closed unless it is paid.</summary>
    public required DateTimeOffset PayBefore { get; init; }

    /// <summary>Which of the order's numbers at WeChat is in use.</summary>
    public int PayAttempt { get; init; } = 1;

    public TradeAxis Trade { get; init; }

    /// <summary>The payment that pays this order; null while it is unpaid.</summary>
    public Payment? Payment { get; init; }

    /// <summary>Payments that came when the order could take none: each goes back whole.</summary>
    public IReadOnlyList<UnwantedPayment> UnwantedPayments { get; init; } = [];

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    public OutTradeNo OutTradeNo => OutTradeNo.Of(OrderId, PayAttempt);

    public Fen GoodsFen => Fen.Sum(Lines.Select(l => l.PriceFen * l.Quantity));

    public Fen DiscountFen => Fen.Sum(Lines.Select(l => l.DiscountFen));

    public Fen TotalFen => GoodsFen - DiscountFen + FreightFen;

    public bool IsPayable(DateTimeOffset now) => Trade == TradeAxis.Open && Payment is null && now < PayBefore;

    public IReadOnlyList<SkuId> Skus => [.. Lines.Select(l => l.SkuId)];

    public OrderStatus Status => (Trade, Payment) switch
    {
        (TradeAxis.Cancelled, _) => OrderStatus.Cancelled,
        (_, null) => OrderStatus.PendingPayment,
        _ => OrderStatus.AwaitingShipment,
    };

    public PayStatus PayStatus =>
        Payment is not null ? PayStatus.Paid
        : UnwantedPayments.Count == 0 ? PayStatus.Unpaid
        : UnwantedPayments.All(p => p.RefundedAt is not null) ? PayStatus.Refunded
        : PayStatus.Refunding;

    /// <summary>At most 127 characters, the same every time: WeChat refuses a number that comes again with another text.</summary>
    public string Description
    {
        get
        {
            var text = Lines.Count == 1 ? Lines[0].Title : $"{Lines[0].Title} 等{Lines.Count}件";
            return text.Length <= 100 ? text : text[..(char.IsHighSurrogate(text[99]) ? 99 : 100)];
        }
    }

    // Addresses stand in no log.
    public override string ToString() => $"Order {OrderId}";
}

/// <summary>One SKU of an order, with the price that it was sold at.</summary>
internal sealed record OrderLine(int LineNo, SkuId SkuId, SpuId SpuId, string Title, int Quantity, Fen PriceFen, Fen DiscountFen)
{
    /// <summary>What the buyer pays for the line.</summary>
    public Fen PaidFen => (PriceFen * Quantity) - DiscountFen;
}

internal enum TradeAxis
{
    Open,
    Cancelled,
}

/// <summary>A payment as WeChat reports it.</summary>
/// <param name="At">支付完成时间.</param>
internal sealed record Payment(string TransactionId, OutTradeNo OutTradeNo, Fen PaidFen, DateTimeOffset At);

/// <param name="RefundedAt">When WeChat said that the money is back; null until then.</param>
internal sealed record UnwantedPayment(Payment Payment, DateTimeOffset? RefundedAt = null);

/// <summary>One line of an order's story, as its owner may read it.</summary>
internal sealed record TimelineEntry(DateTimeOffset At, string What);

/// <summary>What a shopper sees of an order.</summary>
internal enum OrderStatus
{
    /// <summary>待付款.</summary>
    PendingPayment,

    /// <summary>待发货.</summary>
    AwaitingShipment,

    /// <summary>已取消.</summary>
    Cancelled,
}

internal enum PayStatus
{
    Unpaid,
    Paid,

    /// <summary>A payment that the order could not take is on its way back.</summary>
    Refunding,

    Refunded,
}
