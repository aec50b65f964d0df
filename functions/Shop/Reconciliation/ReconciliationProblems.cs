using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Reconciliation;

internal static class ReconciliationProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("RECONCILIATION_NOT_FOUND", "That day was never reconciled.");

    public static Problem NotReady { get; } = Problem.Conflict("RECONCILIATION_NOT_READY", "No run for that day has come to a result yet.");

    public static Problem DifferenceNotFound { get; } = Problem.NotFound("DIFFERENCE_NOT_FOUND", "The day's report has no such difference.");

    public static Problem NotTakeable { get; } = Problem.Conflict("DIFFERENCE_NOT_TAKEABLE", "Asking WeChat does not settle this one: its remedy is for a person.");

    public static Problem NoSuchPayment { get; } = Problem.Conflict("PAYMENT_NOT_KNOWN", "WeChat knows no such payment, whatever its bill says.");

    public static Problem NotStanding { get; } = Problem.Conflict("PAYMENT_NOT_STANDING", "WeChat says that the payment was refunded or revoked: neither to be delivered nor to be given back.");

    public static Problem DayToCome { get; } = new(StatusCodes.Status422UnprocessableEntity, "DAY_TO_COME", "The day is still to come.");

    public static Problem DayTooOld { get; } = new(StatusCodes.Status422UnprocessableEntity, "DAY_TOO_OLD", "WeChat keeps bills for three months.");
}
