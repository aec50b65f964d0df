using System.Globalization;
using System.Text.Json;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.WeChat.Pay;

/// <summary>WeChat Pay's JSON: what is sent, and what is read. Readers give null when a required field is missing or has another form.</summary>
internal static class Wire
{
    public static byte[] Body(JsapiPrepay prepay, string mchId) => JsonText.Object(json =>
    {
        json.WriteString("appid", prepay.AppId);
        json.WriteString("mchid", mchId);
        json.WriteString("description", prepay.Description);
        json.WriteString("out_trade_no", prepay.OutTradeNo);
        json.WriteString("time_expire", Beijing(prepay.TimeExpire));
        if (prepay.Attach is not null)
            json.WriteString("attach", prepay.Attach);
        json.WriteString("notify_url", prepay.NotifyUrl.AbsoluteUri);
        json.WriteStartObject("amount");
        json.WriteNumber("total", prepay.TotalFen);
        json.WriteString("currency", "CNY");
        json.WriteEndObject();
        json.WriteStartObject("payer");
        json.WriteString("openid", prepay.OpenId);
        json.WriteEndObject();
    });

    public static byte[] Body(RefundOrder order) => JsonText.Object(json =>
    {
        if (order.TransactionId is not null)
            json.WriteString("transaction_id", order.TransactionId);
        if (order.OutTradeNo is not null)
            json.WriteString("out_trade_no", order.OutTradeNo);
        json.WriteString("out_refund_no", order.OutRefundNo);
        if (order.Reason is not null)
            json.WriteString("reason", order.Reason);
        if (order.NotifyUrl is not null)
            json.WriteString("notify_url", order.NotifyUrl.AbsoluteUri);
        json.WriteStartObject("amount");
        json.WriteNumber("refund", order.RefundFen);
        json.WriteNumber("total", order.TotalFen);
        json.WriteString("currency", "CNY");
        json.WriteEndObject();
    });

    public static byte[] Body(AbnormalRefund refund, string? accountNo, string? realName) => JsonText.Object(json =>
    {
        json.WriteString("out_refund_no", refund.OutRefundNo);
        json.WriteString("type", refund.PayerCard is null ? "MERCHANT_BANK_CARD" : "USER_BANK_CARD");
        if (refund.PayerCard is not { } card)
            return;
        json.WriteString("bank_type", card.BankType);
        json.WriteString("bank_account", accountNo);
        json.WriteString("real_name", realName);
    });

    public static byte[] CloseBody(string mchId) => JsonText.Object(json => json.WriteString("mchid", mchId));

    public static Prepaid? Prepaid(JsonElement json) => json.Text("prepay_id") is { Length: > 0 } id ? new Prepaid(id) : null;

    public static BillLink? BillLink(JsonElement json) =>
        json.Text("hash_type") is { } type && json.Text("hash_value") is { Length: > 0 } hash
            && Uri.TryCreate(json.Text("download_url"), UriKind.Absolute, out var url)
            ? new BillLink(type, hash, url)
            : null;

    public static Transaction? Transaction(JsonElement json)
    {
        if (json.Text("appid") is not { } appId || json.Text("mchid") is not { } mchId
            || json.Text("out_trade_no") is not { } outTradeNo || json.Text("trade_state") is not { } state)
        {
            return null;
        }
        var amount = json.Object("amount");
        var total = amount.Integer("total");
        // An amount that is there but no whole number of fen must not read like an amount that is not there.
        if (total is null && amount.Has("total"))
            return null;
        return new Transaction
        {
            AppId = appId,
            MchId = mchId,
            OutTradeNo = outTradeNo,
            TransactionId = json.Text("transaction_id"),
            TradeType = json.Text("trade_type"),
            TradeState = State(state),
            TradeStateDesc = json.Text("trade_state_desc"),
            SuccessTime = json.Time("success_time"),
            PayerOpenId = json.Object("payer").Text("openid"),
            TotalFen = total,
            PayerTotalFen = amount.Integer("payer_total"),
            Currency = amount.Text("currency"),
            Attach = json.Text("attach"),
            BankType = json.Text("bank_type"),
        };
    }

    public static Refund? Refund(JsonElement json)
    {
        var amount = json.Object("amount");
        return json.Text("refund_id") is { } refundId && json.Text("out_refund_no") is { } outRefundNo
            && json.Text("transaction_id") is { } transactionId && json.Text("out_trade_no") is { } outTradeNo
            && json.Text("status") is { } status && amount.Integer("refund") is { } refund && amount.Integer("total") is { } total
            ? new Refund
            {
                RefundId = refundId,
                OutRefundNo = outRefundNo,
                TransactionId = transactionId,
                OutTradeNo = outTradeNo,
                Status = RefundState(status),
                RefundFen = refund,
                TotalFen = total,
                PayerTotalFen = amount.Integer("payer_total"),
                PayerRefundFen = amount.Integer("payer_refund"),
                SettlementTotalFen = amount.Integer("settlement_total"),
                SettlementRefundFen = amount.Integer("settlement_refund"),
                DiscountRefundFen = amount.Integer("discount_refund"),
                FeeRefundFen = amount.Integer("refund_fee"),
                Currency = amount.Text("currency"),
                Channel = json.Text("channel"),
                FundsAccount = json.Text("funds_account"),
                CreateTime = json.Time("create_time"),
                SuccessTime = json.Time("success_time"),
                UserReceivedAccount = json.Text("user_received_account"),
            }
            : null;
    }

    public static RefundNotification? RefundNotification(JsonElement json)
    {
        var amount = json.Object("amount");
        return json.Text("mchid") is { } mchId && json.Text("refund_id") is { } refundId && json.Text("out_refund_no") is { } outRefundNo
            && json.Text("transaction_id") is { } transactionId && json.Text("out_trade_no") is { } outTradeNo
            && json.Text("refund_status") is { } status && amount.Integer("refund") is { } refund && amount.Integer("total") is { } total
            ? new RefundNotification
            {
                MchId = mchId,
                RefundId = refundId,
                OutRefundNo = outRefundNo,
                TransactionId = transactionId,
                OutTradeNo = outTradeNo,
                RefundStatus = RefundState(status),
                RefundFen = refund,
                TotalFen = total,
                PayerTotalFen = amount.Integer("payer_total"),
                PayerRefundFen = amount.Integer("payer_refund"),
                SuccessTime = json.Time("success_time"),
                UserReceivedAccount = json.Text("user_received_account"),
            }
            : null;
    }

    private static TradeState State(string text) => text switch
    {
        "SUCCESS" => TradeState.Success,
        "REFUND" => TradeState.Refund,
        "NOTPAY" => TradeState.NotPay,
        "CLOSED" => TradeState.Closed,
        "REVOKED" => TradeState.Revoked,
        "USERPAYING" or "USER_PAYING" => TradeState.UserPaying,
        "PAYERROR" => TradeState.PayError,
        "ACCEPT" => TradeState.Accept,
        _ => TradeState.Unknown,
    };

    private static RefundState RefundState(string text) => text switch
    {
        "SUCCESS" => Pay.RefundState.Success,
        "CLOSED" => Pay.RefundState.Closed,
        "PROCESSING" => Pay.RefundState.Processing,
        "ABNORMAL" => Pay.RefundState.Abnormal,
        _ => Pay.RefundState.Unknown,
    };

    private static string Beijing(DateTimeOffset time) =>
        time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
