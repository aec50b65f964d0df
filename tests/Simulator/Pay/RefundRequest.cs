using System.Text.Json;
using System.Text.RegularExpressions;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

/// <summary>The body of 退款申请, and its field rules.</summary>
internal sealed partial record RefundRequest(
    string? TransactionId,
    string? OutTradeNo,
    string OutRefundNo,
    string? Reason,
    string? NotifyUrl,
    string FundsAccount,
    long RefundFen,
    long TotalFen,
    string Fingerprint)
{
    public static (RefundRequest? Request, PayAnswer? Error) Read(JsonElement body)
    {
        var fields = new Fields(body);
        var request = new RefundRequest(
            fields.Optional("/transaction_id", 32),
            fields.Optional("/out_trade_no", 32),
            fields.Text("/out_refund_no", 64, OutRefundNoForm()),
            fields.Optional("/reason", 80),
            fields.NotifyUrl("/notify_url", 256, required: false),
            fields.Optional("/funds_account", 32) ?? "AVAILABLE",
            fields.Number("/amount/refund", 1),
            fields.Number("/amount/total", 1),
            // One order may be named by either number.
            WireJson.Fingerprint(body, "transaction_id", "out_trade_no"));
        if (fields.ByteCount("/reason") > 80)
            fields.Refuse("/reason", request.Reason, "must not be longer than 80 bytes");
        fields.Text("/amount/currency", 16);
        fields.OneOf("/amount/currency", "CNY");
        fields.OneOf("/funds_account", "AVAILABLE", "UNSETTLED");
        CheckDetails(fields);
        if (request.TransactionId is null && request.OutTradeNo is null)
            fields.Refuse("/transaction_id", value: null, "transaction_id or out_trade_no is required");
        return fields.Error is { } error ? (null, error) : (request, null);
    }

    private static void CheckDetails(Fields fields)
    {
        foreach (var item in fields.Items("/amount/from"))
        {
            fields.Text($"{item}/account", 32);
            fields.OneOf($"{item}/account", "AVAILABLE", "UNAVAILABLE");
            fields.Number($"{item}/amount", 1);
        }
        foreach (var item in fields.Items("/goods_detail"))
        {
            fields.Text($"{item}/merchant_goods_id", 32);
            fields.Optional($"{item}/wechatpay_goods_id", 32);
            fields.Optional($"{item}/goods_name", 256);
            fields.Number($"{item}/unit_price", 0);
            fields.Number($"{item}/refund_amount", 0);
            fields.Number($"{item}/refund_quantity", 1);
        }
    }

    [GeneratedRegex("^[0-9A-Za-z_\\-|*@]{1,64}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex OutRefundNoForm();
}
