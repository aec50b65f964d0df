using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.AfterSales;

/// <summary>What can stand in the way of an after-sale case.</summary>
internal static class AfterSaleProblems
{
    /// <summary>Somebody else's case looks exactly like one that does not exist.</summary>
    public static Problem NotFound { get; } = Problem.NotFound("REFUND_NOT_FOUND", "There is no such refund.");

    public static Problem NotPaid { get; } = Problem.Conflict("ORDER_NOT_PAID", "The order is not paid.");

    public static Problem AwaitingGroup { get; } =
        Problem.Conflict("ORDER_AWAITS_GROUP", "The order waits for its group; when the group fails, the money goes back by itself.");

    public static Problem NothingLeft { get; } = Problem.Conflict("NOTHING_LEFT_TO_REFUND", "All pieces of the order are refunded or asked for already.");

    public static Problem NothingToGiveBack { get; } = Problem.Invalid("amountFen", "There is no money to give back for this.");

    public static Problem PartlyShipped { get; } =
        new(422, "PARTLY_SHIPPED", "Some of these pieces are sent and some are not: ask for each part by itself.");

    public static Problem NotShipped { get; } = Problem.Conflict("NOT_SHIPPED", "Goods that were not sent cannot come back; ask for RefundOnly.");

    public static Problem GoodsMustComeBack { get; } =
        new(422, "GOODS_MUST_COME_BACK", "Goods that are no longer wanted come back first; ask for ReturnAndRefund.");

    public static Problem NoReturnWithoutReason { get; } = new(422, "NO_RETURN_WITHOUT_REASON", "These goods are excluded from returns without a reason.");

    public static Problem TooManyRefunds { get; } = Problem.Conflict("TOO_MANY_REFUNDS", "WeChat allows 50 refunds of one payment.");

    public static Problem TooLate(int days) =>
        Problem.Conflict("AFTER_SALE_OVER", $"The time for this is over: {days} days after receipt.") with
        {
            More = new Dictionary<string, object>(StringComparer.Ordinal) { ["days"] = days },
        };

    /// <summary>The case is past the point at which this could be done.</summary>
    public static Problem WrongStage(AfterSaleStage stage) =>
        Problem.Conflict("REFUND_IN_ANOTHER_STATE", $"The refund is {stage}.") with
        {
            More = new Dictionary<string, object>(StringComparer.Ordinal) { ["refundStatus"] = stage.ToString() },
        };
}
