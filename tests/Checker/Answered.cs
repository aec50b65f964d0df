namespace WeCommerce.Checker;

/// <summary>What the shop told somebody with a 2xx: it must be there ever after.</summary>
public abstract record Answered
{
    private Answered()
    {
    }

    public sealed record LoggedIn(string OpenId, string MemberId) : Answered;

    public sealed record Placed(string OrderId, string Key, long TotalFen) : Answered;

    public sealed record OrderCancelled(string OrderId) : Answered;

    /// <summary>A notify of a payment was acknowledged.</summary>
    public sealed record PaymentTaken(string OutTradeNo, string TransactionId) : Answered;

    /// <summary>A notify of a refund was acknowledged.</summary>
    /// <param name="Status">As WeChat told it: SUCCESS, CLOSED, ABNORMAL.</param>
    public sealed record RefundTaken(string OutRefundNo, string Status) : Answered;

    public sealed record Shipped(string OrderId, string TrackingNo) : Answered;

    public sealed record Received(string OrderId) : Answered;

    public sealed record AfterSaleRequested(string OrderId, string RefundId, string Key) : Answered;

    /// <summary>A case was moved on: it is no longer where it was.</summary>
    public sealed record AfterSaleMoved(string RefundId, string From) : Answered;

    public sealed record StockChanged(string SkuId, string Key, long Delta) : Answered;

    public sealed record CouponClaimed(string CouponId) : Answered;

    public sealed record CouponsGranted(string GrantId) : Answered;
}
