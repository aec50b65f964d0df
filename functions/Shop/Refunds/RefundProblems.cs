using WeCommerce.Shop.Http;
using WeCommerce.Shop.Payments;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Refunds;

/// <summary>What can stand in the way of money that is to go back.</summary>
internal static class RefundProblems
{
    /// <summary>Only what WeChat calls ABNORMAL can be sent another way.</summary>
    public static Problem NotAbnormal(RefundStage stage) =>
        Problem.Conflict("REFUND_NOT_ABNORMAL", $"The refund is {stage}.") with
        {
            More = new Dictionary<string, object>(StringComparer.Ordinal) { ["refundStage"] = stage.ToString() },
        };

    /// <summary>WeChat does not send the refund this way. Its code says why; its message stays out, for what was sent may stand in it.</summary>
    public static Problem NotThisWay(PayFailure failure) => failure.Kind is PayFailureKind.TryAgain or PayFailureKind.Unverified
        ? PaymentProblems.Unavailable
        : PaymentProblems.Refused with { More = new Dictionary<string, object>(StringComparer.Ordinal) { ["weChatCode"] = failure.Code } };
}
