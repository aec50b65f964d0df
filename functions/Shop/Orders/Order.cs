using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.FlashSales;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

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

    /// <summary>What came off the prices and the freight, and why; the lines' share of it is in their <see cref="OrderLine.DiscountFen"/>.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>The flash sale (秒杀) that it was sold in; null for none.</summary>
    public SoldInFlashSale? FlashSale { get; init; }

    /// <summary>The purchase limits (限购) that it has a share of.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    public required Address Address { get; init; }

    public string? Remark { get; init; }

    public int? Scene { get; init; }

    /// <summary>What the client said of the entrance by which the buyer came.</summary>
    public string? Entrance { get; init; }

    /// <summary>The share token with which the buyer came.</summary>
    public string? Referrer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After this moment the order is closed unless it is paid.</summary>
    public required DateTimeOffset PayBefore { get; init; }

    /// <summary>Which of the order's numbers at WeChat is in use.</summary>
    public int PayAttempt { get; init; } = 1;

    public TradeAxis Trade { get; init; }

    /// <summary>The payment that pays this order; null while it is unpaid.</summary>
    public Payment? Payment { get; init; }

    /// <summary>Payments that the order could not take (late, second, of another amount): each goes back whole.</summary>
    public IReadOnlyList<Payment> UnwantedPayments { get; init; } = [];

    /// <summary>The message that looks after the order while it waits for its payment (<see cref="CloseUnpaidOrder"/>), as it was sent first.</summary>
    public SentMessage? Watch { get; init; }

    /// <summary>The case whose goods this order replaces: then there is nothing to pay.</summary>
    public RefundId? ExchangeOf { get; init; }

    /// <summary>The group that it is bought with (拼团); null for one that is bought alone.</summary>
    public OrderGroupBuy? GroupBuy { get; init; }

    public IReadOnlyList<Shipment> Shipments { get; init; } = [];

    /// <summary>How many of the parcels WeChat knows.</summary>
    public int ReportedParcels { get; init; }

    /// <summary>Whether WeChat was told that nothing more will be sent.</summary>
    public bool IsReportedAll { get; init; }

    public bool IsShippingOverdue { get; init; }

    /// <summary>When WeChat pays the shop, as it says (资金结算); null until it does.</summary>
    public Settlement? Settlement { get; init; }

    /// <summary>When the order counts as received if nobody confirms; null until all is sent.</summary>
    public DateTimeOffset? ReceiptDue { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public IReadOnlyList<AfterSale> AfterSales { get; init; } = [];

    /// <summary>Money on its way back, or back.</summary>
    public IReadOnlyList<OrderRefund> Refunds { get; init; } = [];

    /// <summary>Refund numbers given out so far.</summary>
    public int RefundCount { get; init; }

    /// <summary>Ledger entries written so far.</summary>
    public int EntryCount { get; init; }

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    public OutTradeNo OutTradeNo => OutTradeNo.Of(OrderId, PayAttempt);

    public Fen GoodsFen => Fen.Sum(Lines.Select(l => l.PriceFen * l.Quantity));

    public Fen DiscountFen => Fen.Sum(Lines.Select(l => l.DiscountFen));

    public Fen TotalFen => GoodsFen - DiscountFen + FreightFen;

    public bool IsPayable(DateTimeOffset now) => Trade == TradeAxis.Open && Payment is null && now < PayBefore;

    /// <summary>Where its pieces are held.</summary>
    public IReadOnlyList<StockPlace> Places => [.. Lines.SelectMany(l => l.HeldAt)];

    public RefundId NextRefundId => RefundId.Of(OrderId, RefundCount + 1);

    /// <summary>Whether there is nothing (more) to pay: the goods are to be sent.</summary>
    public bool IsSettled => Payment is not null || ExchangeOf is not null;

    public OrderStatus Status => this switch
    {
        { Trade: TradeAxis.Cancelled } => OrderStatus.Cancelled,
        { IsSettled: false } => OrderStatus.PendingPayment,
        { GroupBuy.State: GroupBuyState.InProgress } => OrderStatus.AwaitingGroup,
        { GroupBuy.State: GroupBuyState.Failed } => OrderStatus.Closed,
        _ when IsGivenBack => OrderStatus.Closed,
        { ReceivedAt: not null } => OrderStatus.Completed,
        { Shipments.Count: > 0 } when Lines.All(l => ShippableOf(l) == 0) => OrderStatus.AwaitingReceipt,
        _ => OrderStatus.AwaitingShipment,
    };

    public PayStatus PayStatus
    {
        get
        {
            var counted = Refunds.Where(r => r.TransactionId == Payment?.TransactionId || Payment is null).ToList();
            var back = Fen.Sum(counted.Where(r => r.Stage == RefundStage.Succeeded).Select(r => r.AmountFen));
            return counted.Exists(r => r.Stage is not (RefundStage.Succeeded or RefundStage.Closed)) ? PayStatus.Refunding
                : Payment is null ? (UnwantedPayments.Count == 0 ? PayStatus.Unpaid : PayStatus.Refunded)
                : back == Fen.Zero ? PayStatus.Paid
                : back < Payment.PaidFen ? PayStatus.PartlyRefunded
                : PayStatus.Refunded;
        }
    }

    public ShipStatus ShipStatus =>
        ReceivedAt is not null ? ShipStatus.Received
        : Shipments.Count == 0 ? ShipStatus.Unshipped
        : Lines.All(l => ShippableOf(l) == 0) ? ShipStatus.Shipped
        : ShipStatus.PartlyShipped;

    /// <summary>Whether WeChat knows all that there is to know about the parcels.</summary>
    public bool IsShippingReported => ReportedParcels == Shipments.Count && (IsReportedAll || ShipStatus is not (ShipStatus.Shipped or ShipStatus.Received));

    public RefundStatus RefundStatus =>
        AfterSales.Any(a => a.Stage is AfterSaleStage.Processing or AfterSaleStage.Abnormal) ? RefundStatus.Refunding
        : AfterSales.Any(a => a.IsOpen) ? RefundStatus.Requested
        : !AfterSales.Any(a => a.Stage == AfterSaleStage.Succeeded) ? RefundStatus.None
        : IsGivenBack ? RefundStatus.Refunded
        : RefundStatus.PartlyRefunded;

    /// <summary>Pieces of a line that no case has spoken for.</summary>
    public int UnclaimedOf(OrderLine line) => line.Quantity - LiveClaimsOf(line.LineNo).Sum(c => c.Quantity);

    /// <summary>Pieces of a line that can be sent: neither sent nor asked back before they were.</summary>
    public int ShippableOf(OrderLine line) => line.Quantity - SentOf(line) - ClaimsOf(line.LineNo, beforeShipping: true).Sum(c => c.Quantity);

    /// <summary>Pieces of a line that were sent and that no case has spoken for.</summary>
    public int ReturnableOf(OrderLine line) => SentOf(line) - ClaimsOf(line.LineNo, beforeShipping: false).Sum(c => c.Quantity);

    public IEnumerable<AfterSaleLine> LiveClaimsOf(int lineNo) => AfterSales.Where(a => a.IsLive).SelectMany(a => a.Lines).Where(c => c.LineNo == lineNo);

    public AfterSale? FindAfterSale(RefundId id) => AfterSales.FirstOrDefault(a => a.RefundId == id);

    /// <summary>What of a payment has gone back or is about to.</summary>
    public Fen GivenBackFen(string transactionId) => Fen.Sum(Refunds.Where(r => r.Counts && r.TransactionId == transactionId).Select(r => r.AmountFen));

    public Order Replacing(AfterSale changed) => this with { AfterSales = [.. AfterSales.Select(a => a.RefundId == changed.RefundId ? changed : a)] };

    public Order Replacing(OrderRefund changed) => this with { Refunds = [.. Refunds.Select(r => r.RefundId == changed.RefundId ? changed : r)] };

    /// <summary>At most 127 characters, the same every time: WeChat refuses a number that comes again with another text.</summary>
    public string Description
    {
        get
        {
            var text = Lines.Count == 1 ? Lines[0].Title : $"{Lines[0].Title} 等{Lines.Count}件";
            return text.Length <= 100 ? text : text[..(char.IsHighSurrogate(text[99]) ? 99 : 100)];
        }
    }

    // Every piece asked back and every case ended well: nothing of the order is left with the shopper but what was replaced.
    private bool IsGivenBack => AfterSales.Count > 0
        && Lines.All(l => UnclaimedOf(l) == 0)
        && AfterSales.All(a => !a.IsLive || (a.Stage == AfterSaleStage.Succeeded && a.Kind != AfterSaleKind.Exchange));

    private int SentOf(OrderLine line) => Shipments.SelectMany(s => s.Lines).Where(s => s.LineNo == line.LineNo).Sum(s => s.Quantity);

    private IEnumerable<AfterSaleLine> ClaimsOf(int lineNo, bool beforeShipping) =>
        AfterSales.Where(a => a.IsLive && a.BeforeShipping == beforeShipping).SelectMany(a => a.Lines).Where(c => c.LineNo == lineNo);

    // Addresses stand in no log.
    public override string ToString() => $"Order {OrderId}";
}

/// <summary>One SKU of an order, with the price that it was sold at.</summary>
internal sealed record OrderLine(int LineNo, SkuId SkuId, SpuId SpuId, string Title, int Quantity, Fen PriceFen, Fen DiscountFen)
{
    /// <summary>Whether the pieces can come back without a reason (七天无理由).</summary>
    public bool NoReasonReturn { get; init; } = true;

    /// <summary>Where the pieces are held, if not in the SKU's own stock.</summary>
    public IReadOnlyList<StockPlace>? Places { get; init; }

    public IReadOnlyList<StockPlace> HeldAt => Places ?? [SkuId];

    /// <summary>What of <see cref="PaidFen"/> went back because the group got cheaper (阶梯团).</summary>
    public Fen RebateFen { get; init; }

    /// <summary>What the buyer pays for the line.</summary>
    public Fen PaidFen => (PriceFen * Quantity) - DiscountFen;

    /// <summary>What the line cost in the end: what its pieces are worth when they come back.</summary>
    public Fen WorthFen => PaidFen - RebateFen;
}

internal enum TradeAxis
{
    Open,
    Cancelled,
}

/// <summary>A payment as WeChat reports it.</summary>
/// <param name="At">支付完成时间.</param>
internal sealed record Payment(string TransactionId, OutTradeNo OutTradeNo, Fen PaidFen, DateTimeOffset At);

/// <summary>One line of an order's story, as its owner may read it.</summary>
internal sealed record TimelineEntry(DateTimeOffset At, string What);

/// <summary>What a shopper sees of an order.</summary>
internal enum OrderStatus
{
    /// <summary>待付款.</summary>
    PendingPayment,

    /// <summary>待成团: paid, and its group waits for people.</summary>
    AwaitingGroup,

    /// <summary>待发货.</summary>
    AwaitingShipment,

    /// <summary>待收货.</summary>
    AwaitingReceipt,

    /// <summary>已完成.</summary>
    Completed,

    /// <summary>已取消.</summary>
    Cancelled,

    /// <summary>已关闭: refunded in full.</summary>
    Closed,
}

internal enum PayStatus
{
    Unpaid,
    Paid,

    /// <summary>Money is on its way back: of goods, or of a payment that the order could not take.</summary>
    Refunding,

    PartlyRefunded,
    Refunded,
}

/// <summary>What became of cases about goods (售后); a payment that the order could not take is told by <see cref="PayStatus"/>.</summary>
internal enum RefundStatus
{
    None,
    Requested,
    Refunding,
    PartlyRefunded,
    Refunded,
}
