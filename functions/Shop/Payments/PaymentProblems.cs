using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>What a caller hears when WeChat Pay does not go along.</summary>
internal static class PaymentProblems
{
    public static Problem Unavailable { get; } = Problem.Busy("WECHAT_PAY_UNAVAILABLE", "WeChat Pay gives no clear answer; try again.");

    public static Problem Refused { get; } = new(StatusCodes.Status502BadGateway, "WECHAT_PAY_REFUSED", "WeChat Pay refuses; the shop has to look into it.");

    public static Problem NotAPayment { get; } = new(StatusCodes.Status422UnprocessableEntity, "NOT_A_PAYMENT", "The notify is about something else.");

    public static Problem NotARefund { get; } = new(StatusCodes.Status422UnprocessableEntity, "NOT_A_REFUND", "The notify is about something else.");

    public static Problem Of(PayFailure failure) => failure.Kind switch
    {
        PayFailureKind.TryAgain or PayFailureKind.Unverified => Unavailable,
        PayFailureKind.OrderPaid => Orders.OrderProblems.AlreadyPaid,
        PayFailureKind.OrderClosed or PayFailureKind.OrderNotExist => Orders.OrderProblems.NotPayable,
        PayFailureKind.NumberReused or PayFailureKind.NotEnough or PayFailureKind.Refused or PayFailureKind.OurFault
            or PayFailureKind.NoStatement or PayFailureKind.StatementCreating => Refused,
    };
}
