using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>
/// WeChat Pay APIv3 for one merchant. Every call is idempotent by its numbers, and is repeated at most twice, quickly, when nothing
/// trustworthy came back. Expected failures are values; only the caller's own token throws.
/// </summary>
public sealed partial class PayClient
{
    private const int MaxAttempts = 3;

    private readonly PayTransport _transport;
    private readonly SignatureCheck _check;
    private readonly MerchantKey _merchant;
    private readonly PayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PayClient> _logger;

    internal PayClient(
        PayTransport transport,
        SignatureCheck check,
        MerchantKey merchant,
        IOptions<PayOptions> options,
        TimeProvider time,
        ILogger<PayClient> logger)
    {
        _transport = transport;
        _check = check;
        _merchant = merchant;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>JSAPI下单. The same number with the same parameters gives a fresh prepay_id; with others, <see cref="PayFailureKind.NumberReused"/>.</summary>
    public Task<PayAnswer<Prepaid>> PrepayAsync(JsapiPrepay prepay, CancellationToken ct) =>
        PayRules.Problem(prepay) is { } problem
            ? Refuse<Prepaid>(problem)
            : CallAsync(
                new PayCall("prepay", HttpMethod.Post, "/v3/pay/transactions/jsapi", Wire.Body(prepay, _options.MchId), prepay.OutTradeNo),
                body => JsonFields.Read(body, Wire.Prepaid),
                ct);

    /// <summary>商户订单号查询订单.</summary>
    public Task<PayAnswer<Transaction>> QueryAsync(string outTradeNo, CancellationToken ct) =>
        PayRules.OutTradeNoProblem(outTradeNo) is { } problem
            ? Refuse<Transaction>(problem)
            : CallAsync(
                new PayCall("query", HttpMethod.Get, $"{Order(outTradeNo)}?mchid={_options.MchId}", [], outTradeNo),
                body => JsonFields.Read(body, Wire.Transaction),
                ct);

    /// <summary>关闭订单. After any failure query: the order may have been paid meanwhile.</summary>
    public Task<PayAnswer<Closed>> CloseAsync(string outTradeNo, CancellationToken ct) =>
        PayRules.OutTradeNoProblem(outTradeNo) is { } problem
            ? Refuse<Closed>(problem)
            : CallAsync(
                new PayCall("close", HttpMethod.Post, $"{Order(outTradeNo)}/close", Wire.CloseBody(_options.MchId), outTradeNo),
                static _ => Closed.Instance,
                ct);

    /// <summary>退款申请. Success is "accepted": the refund's state tells the rest. Repeat with the same number, never with a new one.</summary>
    public Task<PayAnswer<Refund>> RefundAsync(RefundOrder order, CancellationToken ct) =>
        PayRules.Problem(order) is { } problem
            ? Refuse<Refund>(problem)
            : CallAsync(
                new PayCall("refund", HttpMethod.Post, "/v3/refund/domestic/refunds", Wire.Body(order), order.OutTradeNo),
                body => JsonFields.Read(body, Wire.Refund),
                ct);

    /// <summary>查询单笔退款（通过商户退款单号）.</summary>
    public Task<PayAnswer<Refund>> QueryRefundAsync(string outRefundNo, CancellationToken ct) =>
        PayRules.OutRefundNoProblem(outRefundNo) is { } problem
            ? Refuse<Refund>(problem)
            : CallAsync(
                new PayCall("query_refund", HttpMethod.Get, $"/v3/refund/domestic/refunds/{Uri.EscapeDataString(outRefundNo)}", [], null),
                body => JsonFields.Read(body, Wire.Refund),
                ct);

    /// <summary>What opens the payment sheet of a mini-program (小程序调起支付); signed anew at every call.</summary>
    public PaymentParameters SignPayment(string appId, string prepayId) => _merchant.SignPayment(appId, prepayId);

    private static string Order(string outTradeNo) => $"/v3/pay/transactions/out-trade-no/{Uri.EscapeDataString(outTradeNo)}";

    private static Task<PayAnswer<T>> Refuse<T>(string problem)
        where T : class =>
        Task.FromResult<PayAnswer<T>>(new PayFailure(PayFailureKind.OurFault, 0, "PARAM_ERROR", problem, null));

    private async Task<PayAnswer<T>> CallAsync<T>(PayCall call, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken ct)
        where T : class
    {
        using var activity = WeChatTrace.Source.StartActivity($"wechat.pay.{call.Name}", ActivityKind.Client);
        activity?.SetTag("wechat.out_trade_no", call.OutTradeNo);
        using var overall = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, overall.Token);

        var answer = await RepeatAsync(call, read, both.Token, ct);
        if (!answer.TryGet(out _, out var failure))
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Code);
            activity?.SetTag("wechat.request_id", failure.RequestId);
            LogFailed(call.Name, failure.Kind, failure.HttpStatus, failure.Code, failure.RequestId);
        }
        return answer;
    }

    private async Task<PayAnswer<T>> RepeatAsync<T>(
        PayCall call, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken token, CancellationToken caller)
        where T : class
    {
        var last = new PayFailure(PayFailureKind.TryAgain, 0, "TIMEOUT", "no answer in time", null);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var answer = await AttemptAsync(call, read, token);
                if (answer.TryGet(out _, out var failure) || attempt == MaxAttempts
                    || failure.Kind is not (PayFailureKind.TryAgain or PayFailureKind.Unverified))
                {
                    return answer;
                }
                last = failure;
                // 100 to 200 ms, then 300 to 600: spread, so that those who failed together do not come back together.
                var least = attempt == 1 ? 100 : 300;
                await Task.Delay(TimeSpan.FromMilliseconds(least + RandomNumberGenerator.GetInt32(least)), _time, token);
            }
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return last;
        }
    }

    private async Task<PayAnswer<T>> AttemptAsync<T>(PayCall call, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken ct)
        where T : class
    {
        PayResponse response;
        try
        {
            response = await _transport.SendAsync(call.Method, call.Path, call.Body, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var reason = (e as HttpRequestException)?.HttpRequestError.ToString() ?? e.GetType().Name;
            return new PayFailure(PayFailureKind.TryAgain, 0, "NETWORK", reason, null);
        }
        var (status, body, signed, requestId) = response;
        // WeChat signs its errors too, but no SDK verifies them: an error grants nothing.
        if (status is < 200 or > 299)
            return Error(status, body, requestId);
        if (await _check.RejectAsync(signed, body, ct) is { } rejection)
            return new PayFailure(PayFailureKind.Unverified, status, "UNVERIFIED", rejection.ToString(), requestId);
        return read(body) is { } value && status != 202 ? value : Unreadable(status, requestId);
    }

    private static PayFailure Error(int status, byte[] body, string? requestId)
    {
        var (code, message) = JsonFields.Read(body, json => Tuple.Create(json.Text("code") ?? "", json.Text("message") ?? "")) ?? new("", "");
        return new PayFailure(PayErrors.Classify(status, code, message, requestId), status, code, message, requestId);
    }

    // Signed, so it was WeChat that took the call; what came of it, the repetition or a query will tell.
    private static PayFailure Unreadable(int status, string? requestId) =>
        new(PayFailureKind.TryAgain, status, "UNREADABLE_ANSWER", "the answer lacks what was asked for", requestId);
}
