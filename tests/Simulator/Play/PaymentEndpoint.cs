using WeCommerce.Simulator.Notifies;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Play;

internal enum PaymentOutcome
{
    Success,

    /// <summary>The user backs out of the pay sheet.</summary>
    Cancelled,

    /// <summary>The money moves, and no notify ever comes.</summary>
    PaidButSilent,

    /// <summary>The bank's yes was under way when the number was closed: the money moves all the same, and is notified.</summary>
    DespiteClose,
}

/// <summary>What the page hands to wx.requestPayment, and who holds the phone. Without the last five no paySign is checked.</summary>
internal sealed record Payment(
    string? Package = null,
    string? OpenId = null,
    PaymentOutcome Outcome = PaymentOutcome.Success,
    string? AppId = null,
    string? TimeStamp = null,
    string? NonceStr = null,
    string? SignType = null,
    string? PaySign = null);

/// <summary>The phone: wx.requestPayment and the user's thumb.</summary>
internal sealed class PaymentEndpoint(SimulatorOptions options, Trades trades, MerchantSignature merchant, Notifier notifier)
{
    private const string Prefix = "prepay_id=";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/simulator/payments", PayAsync);

    private async Task<IResult> PayAsync(HttpRequest request)
    {
        var (payment, error) = await PlayJson.ReadAsync<Payment>(request);
        if (payment is null)
            return error!;
        if (payment.Package?.StartsWith(Prefix, StringComparison.Ordinal) != true)
            return PlayJson.Refuse("BAD_PACKAGE", "package must be prepay_id=….");
        if (trades.ByPrepayId(payment.Package[Prefix.Length..]) is not var (trade, alive))
            return PlayJson.Refuse("UNKNOWN_PREPAY_ID", "WeChat never gave out this prepay_id.", StatusCodes.Status404NotFound);
        if (CheckPaySign(payment, trade) is { } badSign)
            return PlayJson.Refuse("BAD_PAY_SIGN", badSign);
        if (payment.OpenId != trade.OpenId)
            return PlayJson.Refuse("OTHER_PAYER", "The prepay was made for another openId.");
        if (!alive)
            return PlayJson.Refuse("PREPAY_EXPIRED", "The prepay_id is older than two hours.", StatusCodes.Status409Conflict);

        var now = options.Time.GetUtcNow();
        if (payment.Outcome == PaymentOutcome.Cancelled)
            return trade.StateAt(now) == TradeState.NotPay ? PlayJson.Ok(new { }) : Refuse(trade.StateAt(now));
        var (paid, won) = trades.Pay(trade.OutTradeNo, despiteClose: payment.Outcome == PaymentOutcome.DespiteClose);
        if (!won)
            return Refuse(paid.StateAt(now));
        if (payment.Outcome != PaymentOutcome.PaidButSilent)
        {
            var resource = TransactionBody.Of(paid, now);
            notifier.Post(new(paid.NotifyUrl, "TRANSACTION.SUCCESS", "transaction", "支付成功", resource, options)
            {
                OutTradeNo = paid.OutTradeNo,
            });
        }
        return PlayJson.Ok(new { transactionId = paid.TransactionId });
    }

    private string? CheckPaySign(Payment payment, Trade trade)
    {
        if (payment is { AppId: null, TimeStamp: null, NonceStr: null, SignType: null, PaySign: null })
            return null;
        if (payment.AppId is { } appId && appId != trade.AppId)
            return "The prepay was made for another appId.";
        if (payment is { TimeStamp: null, NonceStr: null, SignType: null, PaySign: null })
            return null;
        if (payment is not { TimeStamp.Length: > 0, NonceStr.Length: > 0, SignType: "RSA", PaySign: not null })
            return "timeStamp, nonceStr, signType RSA and paySign go together.";
        return merchant.VerifyPaySign(trade.AppId, payment.TimeStamp, payment.NonceStr, payment.Package!, payment.PaySign)
            ? null
            : "paySign does not verify with the merchant's key.";
    }

    private static IResult Refuse(TradeState state) => state == TradeState.Closed
        ? PlayJson.Refuse("ORDER_CLOSED", "The order is closed or has expired.", StatusCodes.Status409Conflict)
        : PlayJson.Refuse("ORDER_PAID", "The order is already paid.", StatusCodes.Status409Conflict);
}
