using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Pay.Bills;

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
    private readonly SensitiveFields _sensitive;
    private readonly BillDownload _bills;
    private readonly PayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PayClient> _logger;

    internal PayClient(
        PayTransport transport,
        SignatureCheck check,
        MerchantKey merchant,
        SensitiveFields sensitive,
        BillDownload bills,
        IOptions<PayOptions> options,
        TimeProvider time,
        ILogger<PayClient> logger)
    {
        _transport = transport;
        _check = check;
        _merchant = merchant;
        _sensitive = sensitive;
        _bills = bills;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>JSAPI下单. The same number with the same parameters gives a fresh prepay_id; with others, <see cref="PayFailureKind.NumberReused"/>.</summary>
    public Task<PayAnswer<Prepaid>> PrepayAsync(JsapiPrepay prepay, CancellationToken ct) =>
        PayRules.Problem(prepay) is { } problem
            ? Refuse<Prepaid>(problem)
            : CallAsync(
                new PayCall("prepay", HttpMethod.Post, "/v3/pay/transactions/jsapi", Wire.Body(prepay, _options.MchId)) { OutTradeNo = prepay.OutTradeNo },
                body => JsonFields.Read(body, Wire.Prepaid),
                ct);

    /// <summary>商户订单号查询订单.</summary>
    public Task<PayAnswer<Transaction>> QueryAsync(string outTradeNo, CancellationToken ct) =>
        PayRules.OutTradeNoProblem(outTradeNo) is { } problem
            ? Refuse<Transaction>(problem)
            : CallAsync(
                new PayCall("query", HttpMethod.Get, $"{Order(outTradeNo)}?mchid={_options.MchId}", []) { OutTradeNo = outTradeNo },
                body => JsonFields.Read(body, Wire.Transaction),
                ct);

    /// <summary>微信支付订单号查询订单.</summary>
    public Task<PayAnswer<Transaction>> QueryByTransactionIdAsync(string transactionId, CancellationToken ct) =>
        PayRules.WeChatNumberProblem("TransactionId", transactionId) is { } problem
            ? Refuse<Transaction>(problem)
            : CallAsync(
                new PayCall("query", HttpMethod.Get, $"/v3/pay/transactions/id/{Uri.EscapeDataString(transactionId)}?mchid={_options.MchId}", [])
                {
                    TransactionId = transactionId,
                },
                body => JsonFields.Read(body, Wire.Transaction),
                ct);

    /// <summary>关闭订单. After any failure query: the order may have been paid meanwhile.</summary>
    public Task<PayAnswer<Closed>> CloseAsync(string outTradeNo, CancellationToken ct) =>
        PayRules.OutTradeNoProblem(outTradeNo) is { } problem
            ? Refuse<Closed>(problem)
            : CallAsync(
                new PayCall("close", HttpMethod.Post, $"{Order(outTradeNo)}/close", Wire.CloseBody(_options.MchId)) { OutTradeNo = outTradeNo },
                static _ => Closed.Instance,
                ct);

    /// <summary>What opens the payment sheet of a mini-program (小程序调起支付); signed anew at every call.</summary>
    public PaymentParameters SignPayment(string appId, string prepayId) => _merchant.SignPayment(appId, prepayId);

    private static PayFailure NoAnswerInTime => new(PayFailureKind.TryAgain, 0, "TIMEOUT", "no answer in time", null);

    private static string Order(string outTradeNo) => $"/v3/pay/transactions/out-trade-no/{Uri.EscapeDataString(outTradeNo)}";

    private static Task<PayAnswer<T>> Refuse<T>(string problem)
        where T : class =>
        Task.FromResult<PayAnswer<T>>(new PayFailure(PayFailureKind.OurFault, 0, "PARAM_ERROR", problem, null));

    private async Task<PayAnswer<T>> CallAsync<T>(PayCall call, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken ct)
        where T : class
    {
        using var activity = WeChatTrace.Source.StartActivity($"wechat.pay.{call.Name}", ActivityKind.Client);
        activity?.SetTag("wechat.out_trade_no", call.OutTradeNo);
        activity?.SetTag("wechat.transaction_id", call.TransactionId);
        activity?.SetTag("wechat.out_refund_no", call.OutRefundNo);
        using var overall = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, overall.Token);

        return Observed(call.Name, activity, await RepeatAsync(call, read, both.Token, ct));
    }

    private PayAnswer<T> Observed<T>(string name, Activity? activity, PayAnswer<T> answer)
        where T : class
    {
        if (!answer.TryGet(out _, out var failure))
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.Code);
            LogFailed(name, failure.Kind, failure.HttpStatus, failure.Code, failure.RequestId);
        }
        return answer;
    }

    private async Task<PayAnswer<T>> RepeatAsync<T>(
        PayCall call, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken token, CancellationToken caller)
        where T : class
    {
        var last = NoAnswerInTime;
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
                await PauseAsync(attempt, token);
            }
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return last;
        }
    }

    // 100 to 200 ms, then 300 to 600: spread, so that those who failed together do not come back together.
    private Task PauseAsync(int attempt, CancellationToken token)
    {
        var least = attempt == 1 ? 100 : 300;
        return Task.Delay(TimeSpan.FromMilliseconds(least + RandomNumberGenerator.GetInt32(least)), _time, token);
    }

    private async Task<PayAnswer<T>> AttemptAsync<T>(PayCall call, Func<ReadOnlyMemory<byte>, T?> read, CancellationToken ct)
        where T : class
    {
        PayResponse response;
        try
        {
            response = await _transport.SendAsync(call, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var reason = (e as HttpRequestException)?.HttpRequestError.ToString() ?? e.GetType().Name;
            return new PayFailure(PayFailureKind.TryAgain, 0, "NETWORK", reason, null);
        }
        var (status, body, signed, requestId) = response;
        WeChatTrace.KeepRequestId(requestId);
        // WeChat signs its errors too, but no SDK verifies them: an error grants nothing.
        if (status is < 200 or > 299)
            return PayErrors.Read(status, body, requestId);
        if (await _check.RejectAsync(signed, body, ct) is { } rejection)
            return new PayFailure(PayFailureKind.Unverified, status, "UNVERIFIED", rejection.ToString(), requestId);
        return read(body) is { } value && status != 202 ? value : Unreadable(status, requestId);
    }

    // Signed, so it was WeChat that took the call; what came of it, the repetition or a query will tell.
    private static PayFailure Unreadable(int status, string? requestId) =>
        new(PayFailureKind.TryAgain, status, "UNREADABLE_ANSWER", "the answer lacks what was asked for", requestId);
}
