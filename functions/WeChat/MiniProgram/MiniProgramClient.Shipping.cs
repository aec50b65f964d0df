using System.Diagnostics;
using System.Text.Json;
using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.MiniProgram;

internal sealed partial class MiniProgramClient
{
    public Task<ApiAnswer<Reported>> ReportShippingAsync(string appId, ShippingReport report, CancellationToken ct) =>
        ReportAsync(
            new ShippingCall("report_shipping", "upload_shipping_info", new PaymentKey.Transaction(report.TransactionId)),
            appId,
            ShippingRules.Problem(report),
            () => ShippingWire.Body(report),
            ct);

    public Task<ApiAnswer<Reported>> ReportCombinedShippingAsync(string appId, CombinedShippingReport report, CancellationToken ct) =>
        ReportAsync(
            new ShippingCall("report_combined_shipping", "upload_combined_shipping_info", report.Order),
            appId,
            ShippingRules.Problem(report),
            () => ShippingWire.Body(report),
            ct);

    public Task<ApiAnswer<Reported>> RemindReceiptAsync(string appId, PaymentKey payment, DateTimeOffset receivedTime, CancellationToken ct) =>
        ReportAsync(
            new ShippingCall("remind_receipt", "notify_confirm_receive", payment),
            appId,
            ShippingRules.KeyProblem(payment),
            () => ShippingWire.Body(payment, receivedTime),
            ct);

    public Task<ApiAnswer<ShippingOrder>> FindShippingOrderAsync(string appId, PaymentKey payment, CancellationToken ct) =>
        CallAsync(
            new ShippingCall("find_shipping_order", "get_order", payment),
            appId,
            ShippingRules.KeyProblem(payment),
            () => ShippingWire.Body(payment),
            ShippingWire.Order,
            ct);

    public Task<ApiAnswer<TradeManagement>> IsTradeManagedAsync(string appId, CancellationToken ct) =>
        CallAsync(
            new ShippingCall("is_trade_managed", "is_trade_managed", null),
            appId,
            problem: null,
            () => JsonText.Object(json => json.WriteString("appid", appId)),
            json => json.Has("is_trade_managed") ? new TradeManagement(json.Is("is_trade_managed")) : null,
            ct);

    private async Task<ApiAnswer<Reported>> ReportAsync(
        ShippingCall call, string appId, string? problem, Func<byte[]> body, CancellationToken ct)
    {
        // Nothing comes back but errcode 0, which may be left out.
        var answer = await CallAsync(call, appId, problem, body, json => json.ValueKind == JsonValueKind.Object ? new Reported(IsNews: true) : null, ct);
        return answer is ApiAnswer<Reported>.Failure { Error.ErrCode: var code } && ApiErrors.IsAlreadySo(code)
            ? new Reported(IsNews: false)
            : answer;
    }

    private async Task<ApiAnswer<T>> CallAsync<T>(
        ShippingCall call, string appId, string? problem, Func<byte[]> body, Func<JsonElement, T?> read, CancellationToken ct)
        where T : class
    {
        using var activity = WeChatTrace.Source.StartActivity($"wechat.mini.{call.Name}", ActivityKind.Client);
        activity?.SetTag("wechat.transaction_id", (call.Payment as PaymentKey.Transaction)?.TransactionId);
        activity?.SetTag("wechat.out_trade_no", (call.Payment as PaymentKey.OutTrade)?.OutTradeNo);
        if (problem is not null)
            return Noted(call.Name, activity, new ApiFailure(ApiFailureKind.OurFault, 0, problem));
        var bytes = body();
        var answer = await caller.WithTokenAsync(
            appId,
            token => transport.CallAsync(HttpMethod.Post, $"/wxa/sec/order/{call.Api}?access_token={Uri.EscapeDataString(token)}", bytes, read, ct),
            ct);
        return answer.TryGet(out _, out var failure) || ApiErrors.IsAlreadySo(failure.ErrCode) ? answer : Noted(call.Name, activity, failure);
    }

    private sealed record ShippingCall(string Name, string Api, PaymentKey? Payment);
}
