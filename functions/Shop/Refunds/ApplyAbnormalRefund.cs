using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Refunds;

/// <summary>
/// An operator sends a refund that WeChat calls ABNORMAL another way (发起异常退款): to a bank card of the payer, or to the merchant's account. The card
/// goes to WeChat, encrypted, and nowhere else. What becomes of the money comes as with any refund.
/// </summary>
internal sealed class ApplyAbnormalRefund(RefundDesk refunds)
{
    private static readonly Rules Validator = new();

    [Function(nameof(ApplyAbnormalRefund))]
    [Operator]
    [Answer<OrderRefund>(200, "The money, under way again under its own number", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/refunds/{refundId}/abnormal")] HttpRequest http,
        string refundId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, OrderRefund>(Validator, request => HandleAsync(refundId, request, cancellation));

    private async Task<Result<OrderRefund>> HandleAsync(string refundId, Request request, CancellationToken cancellation)
    {
        if (!RefundId.TryParse(refundId, out var id))
            return OrderProblems.RefundNotFound;

        return (await refunds.SendAnotherWayAsync(id, request.PayerCard, cancellation)).Map(o => o.Refunds.Single(r => r.RefundId == id));
    }

    /// <param name="Way">Where the money goes.</param>
    /// <param name="BankType">The card's bank (对私银行), for UserBankCard: ICBC_DEBIT, CMB_DEBIT … Only debit cards.</param>
    /// <param name="BankAccount">The card's number, for UserBankCard.</param>
    /// <param name="RealName">Its holder, for UserBankCard.</param>
    internal sealed record Request(AbnormalRefundWay? Way, string? BankType, string? BankAccount, string? RealName)
    {
        internal BankCard? PayerCard => Way == AbnormalRefundWay.UserBankCard ? new(BankType ?? "", BankAccount ?? "", RealName ?? "") : null;

        /// <summary>Prints nothing of the card.</summary>
        public override string ToString() => $"{nameof(Request)} {Way}";
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Way).NotNull();
            When(r => r.Way == AbnormalRefundWay.UserBankCard, () =>
            {
                RuleFor(r => r.BankType).NotEmpty().MaximumLength(16).Matches("^[A-Z]+_DEBIT$").WithMessage("WeChat's name of the bank's debit cards: ICBC_DEBIT, CMB_DEBIT …");
                RuleFor(r => r.BankAccount).NotEmpty().Matches("^[0-9]{8,30}$").WithMessage("8 to 30 digits.");
                RuleFor(r => r.RealName).NotEmpty().MaximumLength(64);
            }).Otherwise(() =>
            {
                RuleFor(r => r.BankType).Null().WithMessage("Only for UserBankCard.");
                RuleFor(r => r.BankAccount).Null().WithMessage("Only for UserBankCard.");
                RuleFor(r => r.RealName).Null().WithMessage("Only for UserBankCard.");
            });
        }
    }
}

/// <summary>Where an abnormal refund goes instead: WeChat's <c>type</c>.</summary>
internal enum AbnormalRefundWay
{
    /// <summary>USER_BANK_CARD: a debit card of the payer.</summary>
    UserBankCard,

    /// <summary>MERCHANT_BANK_CARD: the merchant's account. The merchant pays the payer.</summary>
    MerchantBankCard,
}
