namespace WeCommerce.WeChat.Pay;

/// <summary>Why a call to WeChat Pay gave no result.</summary>
/// <param name="Kind">What the caller should do about it.</param>
/// <param name="HttpStatus">Status of the answer; 0 when there was none.</param>
/// <param name="Code">WeChat's <c>code</c>, or an own one in the same form (<c>TIMEOUT</c>, <c>NETWORK</c> …).</param>
/// <param name="Message">WeChat's <c>message</c>: for logs and operators, not for customers.</param>
/// <param name="RequestId">The <c>Request-ID</c> header, by which WeChat's support finds the call.</param>
public sealed record PayFailure(PayFailureKind Kind, int HttpStatus, string Code, string Message, string? RequestId);

/// <summary>What a failed call means (微信支付 错误码, 基础支付, 退款 and 账单).</summary>
public enum PayFailureKind
{
    /// <summary>Network, time-out, 5xx or 429: unknown or not done; repeat later with the same numbers and parameters.</summary>
    TryAgain,

    /// <summary>The order is paid already: query it.</summary>
    OrderPaid,

    /// <summary>The order is closed: a new payment needs a new out_trade_no; a close has nothing left to do.</summary>
    OrderClosed,

    /// <summary>WeChat knows no order or refund of this number.</summary>
    OrderNotExist,

    /// <summary>The number was used before with other parameters, or for another order.</summary>
    NumberReused,

    /// <summary>The merchant's balance does not cover the refund: top up, then repeat with the same out_refund_no.</summary>
    NotEnough,

    /// <summary>Another business answer: repeating unchanged does not help.</summary>
    Refused,

    /// <summary>Signature, parameter or authorisation: a bug or a wrong configuration on our side.</summary>
    OurFault,

    /// <summary>
    /// A 2xx answer whose signature does not verify, or a bill whose hash does not: nothing in it is believed; repeat as with <see cref="TryAgain"/>.
    /// </summary>
    Unverified,

    /// <summary>There is no bill of that day, because nothing happened on it.</summary>
    NoStatement,

    /// <summary>The bill is being made: come later, after 10:00 of the day after.</summary>
    StatementCreating,
}
