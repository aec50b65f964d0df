using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.AfterSales;

/// <summary>A shopper's case about goods of a paid order (售后单): money back, goods and money back, or other goods.</summary>
internal sealed record AfterSale
{
    /// <summary>The case's id, and the number of its first refund at WeChat.</summary>
    public required RefundId RefundId { get; init; }

    public required AfterSaleKind Kind { get; init; }

    public AfterSaleStage Stage { get; init; }

    public required IReadOnlyList<AfterSaleLine> Lines { get; init; }

    /// <summary>What of the order's freight goes back.</summary>
    public Fen FreightFen { get; init; }

    /// <summary>What goes back to the payer, freight included; zero for an exchange.</summary>
    public required Fen AmountFen { get; init; }

    public required AfterSaleReason Reason { get; init; }

    /// <summary>The shopper's own words.</summary>
    public string? Note { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Whether the goods never left: then they are free again when the case is approved.</summary>
    public required bool BeforeShipping { get; init; }

    /// <summary>Who pays for the goods' way back (退货运费).</summary>
    public FreightPayer ReturnFreight { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>By when the goods must be on their way back; else the case ends.</summary>
    public DateTimeOffset? ReturnBefore { get; init; }

    public ReturnParcel? Return { get; init; }

    /// <summary>Why the shop said no.</summary>
    public string? RejectReason { get; init; }

    /// <summary>The order that carries the other goods (换货单).</summary>
    public OrderId? ExchangeOrderId { get; init; }

    /// <summary>The request's Idempotency-Key and what was asked under it.</summary>
    public required string Key { get; init; }

    public required string BodyHash { get; init; }

    /// <summary>Whether its pieces and its money are spoken for: a rejected or withdrawn case gives both free for the next one.</summary>
    public bool IsLive => Stage is not (AfterSaleStage.Rejected or AfterSaleStage.Cancelled);

    /// <summary>Whether somebody still has to do something.</summary>
    public bool IsOpen => Stage is not (AfterSaleStage.Succeeded or AfterSaleStage.Rejected or AfterSaleStage.Cancelled);

    // What shoppers write stands in no log.
    public override string ToString() => $"AfterSale {RefundId}";
}

/// <param name="Quantity">Pieces of the order's line.</param>
/// <param name="ShareFen">What the pieces' part of the line's price is, discount counted: the most that can go back for them.</param>
internal sealed record AfterSaleLine(int LineNo, int Quantity, Fen ShareFen);

internal sealed record ReturnParcel(string Carrier, string TrackingNo, DateTimeOffset At);

internal enum AfterSaleKind
{
    /// <summary>仅退款.</summary>
    RefundOnly,

    /// <summary>退货退款.</summary>
    ReturnAndRefund,

    /// <summary>换货.</summary>
    Exchange,
}

/// <summary>How far a case is; the API's refund <c>status</c>.</summary>
internal enum AfterSaleStage
{
    /// <summary>申请中: the shop decides.</summary>
    Requested,

    /// <summary>An exchange whose goods are back: its order is being made.</summary>
    Approved,

    /// <summary>待退货: the shopper sends the goods back.</summary>
    AwaitingReturn,

    /// <summary>待收货验货: the shop looks at them.</summary>
    AwaitingInspection,

    /// <summary>退款中: with WeChat.</summary>
    Processing,

    Succeeded,
    Rejected,
    Cancelled,

    /// <summary>WeChat could not give the money back: the shop is at it.</summary>
    Abnormal,
}

internal enum AfterSaleReason
{
    /// <summary>不想要了, 七天无理由.</summary>
    NoLongerWanted,

    /// <summary>质量问题.</summary>
    Quality,

    /// <summary>破损.</summary>
    Damaged,

    /// <summary>发错货, 与描述不符.</summary>
    WrongGoods,

    /// <summary>未收到货.</summary>
    NotReceived,

    Other,
}

internal enum FreightPayer
{
    Shopper,
    Shop,
}
