using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Refunds;

/// <summary>Money on its way back to its payer (退款). Its number is chosen once and used for every repetition: a new one would pay twice.</summary>
internal sealed record OrderRefund
{
    public required RefundId RefundId { get; init; }

    /// <summary>The payment that it gives back: an order can have several.</summary>
    public required string TransactionId { get; init; }

    public required Fen AmountFen { get; init; }

    /// <summary>The whole payment.</summary>
    public required Fen OfFen { get; init; }

    /// <summary>Shown to the payer.</summary>
    public required string Reason { get; init; }

    /// <summary>The after-sale case that it ends; null for a payment that the order could not take.</summary>
    public RefundId? AfterSale { get; init; }

    /// <summary>The closed refund that this one starts again.</summary>
    public RefundId? Again { get; init; }

    public RefundStage Stage { get; init; }

    /// <summary>How often it was abnormal and an operator sent it another way (发起异常退款).</summary>
    public int Applications { get; init; }

    /// <summary>WeChat's number (微信退款单号); null until it is accepted.</summary>
    public string? WeChatRefundId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When WeChat took it on: the day of the bill that lists it.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When the money was back with its payer, as WeChat says.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>Whether the money may still go, or has gone, back under this number.</summary>
    public bool Counts => Stage != RefundStage.Closed;
}

/// <summary>How far a refund is. Accepted is not refunded: only <see cref="Succeeded"/> is the end.</summary>
internal enum RefundStage
{
    /// <summary>Decided; WeChat has not taken it on yet.</summary>
    Sending,

    /// <summary>WeChat has taken it on (PROCESSING).</summary>
    Processing,

    /// <summary>The money is back.</summary>
    Succeeded,

    /// <summary>The way back failed (card cancelled …): a person has to act (<see cref="ApplyAbnormalRefund"/>), then it goes on under the same number.</summary>
    Abnormal,

    /// <summary>WeChat gave it up: it can be started again under a new number.</summary>
    Closed,
}

/// <summary>What WeChat says about a refund, by notify or when asked.</summary>
/// <param name="AmountFen">What it would give back.</param>
/// <param name="At">The money's arrival, when it succeeded.</param>
/// <param name="Applications">The refund's <see cref="OrderRefund.Applications"/> when WeChat was asked; null when WeChat told it by itself.</param>
internal sealed record RefundReport(
    RefundId RefundId,
    string TransactionId,
    string WeChatRefundId,
    RefundStage Stage,
    Fen AmountFen,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? At,
    int? Applications = null);
