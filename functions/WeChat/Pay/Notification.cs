using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WeCommerce.WeChat.Pay;

/// <summary>A verified and decrypted notification.</summary>
/// <param name="Id">Of the event; the same in every repeat.</param>
/// <param name="EventType">TRANSACTION.SUCCESS, REFUND.SUCCESS, REFUND.CLOSED, REFUND.ABNORMAL …</param>
/// <param name="OriginalType">transaction, refund …; empty when WeChat sent none.</param>
/// <param name="Resource">The decrypted JSON.</param>
public sealed record Notification(string Id, string EventType, string OriginalType, string Resource)
{
    /// <summary>The resource as a payment.</summary>
    /// <exception cref="UnreadableResourceException">It is none: a combined payment, another event, or fields are missing.</exception>
    public Transaction ReadTransaction() =>
        TryReadTransaction(out var transaction) ? transaction : throw new UnreadableResourceException(Id, EventType);

    /// <summary>The resource as a payment; false when it is none or required fields are missing.</summary>
    public bool TryReadTransaction([NotNullWhen(true)] out Transaction? transaction)
    {
        transaction = JsonFields.Read(Utf8, Wire.Transaction);
        return transaction is not null;
    }

    /// <summary>The resource as the outcome of a refund.</summary>
    /// <exception cref="UnreadableResourceException">It is none, or fields are missing.</exception>
    public RefundNotification ReadRefund() =>
        TryReadRefund(out var refund) ? refund : throw new UnreadableResourceException(Id, EventType);

    /// <summary>The resource as the outcome of a refund; false when it is none or required fields are missing.</summary>
    public bool TryReadRefund([NotNullWhen(true)] out RefundNotification? refund)
    {
        refund = JsonFields.Read(Utf8, Wire.RefundNotification);
        return refund is not null;
    }

    /// <summary>Names the event; the resource holds the payer.</summary>
    public override string ToString() => $"{nameof(Notification)} {Id} {EventType}";

    private byte[] Utf8 => Encoding.UTF8.GetBytes(Resource);
}

/// <summary>The outcome of a refund (退款结果通知).</summary>
public sealed record RefundNotification
{
    public required string MchId { get; init; }

    public required string OutTradeNo { get; init; }

    public required string TransactionId { get; init; }

    public required string OutRefundNo { get; init; }

    public required string RefundId { get; init; }

    /// <summary>WeChat's <c>refund_status</c>; the API's field is <c>status</c>.</summary>
    public required RefundState RefundStatus { get; init; }

    /// <summary>分.</summary>
    public required long RefundFen { get; init; }

    /// <summary>分: the amount of the payment.</summary>
    public required long TotalFen { get; init; }

    /// <summary>分: what the payer paid; less than <see cref="TotalFen"/> when WeChat's coupons were used.</summary>
    public long? PayerTotalFen { get; init; }

    /// <summary>分: what the payer gets back, without coupons.</summary>
    public long? PayerRefundFen { get; init; }

    /// <summary>UTC; null unless refunded.</summary>
    public DateTimeOffset? SuccessTime { get; init; }

    public string? UserReceivedAccount { get; init; }

    /// <summary>Names the refund, not the account.</summary>
    public override string ToString() => $"{nameof(RefundNotification)} {OutRefundNo} {RefundStatus}, {RefundFen} of {TotalFen} fen";
}

/// <summary>A genuine notification whose resource is not what its reader expected.</summary>
public sealed class UnreadableResourceException(string id, string eventType)
    : Exception($"The resource of notification {id} ({eventType}) lacks what its reader needs.");
