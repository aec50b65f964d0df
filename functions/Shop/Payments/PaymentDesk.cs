using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Tasks;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>How the shop is paid.</summary>
internal sealed class PaymentOptions
{
    /// <summary>Where WeChat reports payments: this shop's public address with <c>/api/wechat/pay-notify</c>. No query string: WeChat refuses one.</summary>
    public string NotifyUrl { get; set; } = "";

    /// <summary>Where WeChat reports refunds: beside <see cref="NotifyUrl"/>.</summary>
    public Uri RefundNotifyUrl => new(new Uri(NotifyUrl), "refund-notify");

    public IEnumerable<string> Faults()
    {
        if (!Uri.TryCreate(NotifyUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query.Length > 0 || NotifyUrl.Length > 250)
        {
            yield return "Payments__NotifyUrl must be an absolute http(s) address without query string, at most 250 characters, "
                + "for example https://shop.example.com/api/wechat/pay-notify.";
        }
    }
}

/// <summary>The shop's dealings with WeChat Pay about one order: let it be paid, learn whether it is, end it.</summary>
internal sealed partial class PaymentDesk(
    PayClient pay,
    IOptions<PayOptions> merchant,
    OrderBook book,
    OperatorTasks tasks,
    IOptions<PaymentOptions> options,
    IOptions<ShippingOptions> shipping,
    TimeProvider time,
    ILogger<PaymentDesk> logger)
{
    /// <summary>How long placing an order waits for WeChat before it answers without payment parameters.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    /// <summary>Payment parameters for an order just placed; null when WeChat does not give them in time.</summary>
    public async Task<PaymentParameters?> TryPrepayAsync(Order order, CancellationToken cancellation)
    {
        using var tooLong = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, tooLong.Token);
        try
        {
            var payment = await PrepayAsync(order, patience.Token);
            return payment.Problem is null ? payment.Value : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Asks for a prepay with the order's own number and unchanging values: WeChat gives a fresh one each time, also after its two hours.</summary>
    public async Task<Result<PaymentParameters>> PrepayAsync(Order order, CancellationToken cancellation)
    {
        if (!order.IsPayable(time.GetUtcNow()))
            return order.Payment is null ? OrderProblems.NotPayable : OrderProblems.AlreadyPaid;

        var answer = await AskForPrepayAsync(order, cancellation);
        if (answer is PayAnswer<Prepaid>.Success prepaid)
            return pay.SignPayment(order.AppId, prepaid.Value.PrepayId);

        return answer is PayAnswer<Prepaid>.Failure { Error: var failure } ? await ProblemOfAsync(order, failure, cancellation) : PaymentProblems.Unavailable;
    }

    /// <summary>Asks WeChat about an order that waits for its payment: notifies can be late, or lost.</summary>
    /// <returns>The order, paid if WeChat says so.</returns>
    public async Task<Result<Order>> LookAsync(Order order, CancellationToken cancellation)
    {
        var asked = await pay.QueryAsync(order.OutTradeNo.Value, cancellation);
        return asked is PayAnswer<Transaction>.Success { Value: { TradeState: TradeState.Success } paid } ? await TakeAsync(paid, cancellation) : order;
    }

    /// <summary>
    /// Ends an unpaid order: query, close at WeChat, then cancel, never the other way round. If it turns out to be paid, it becomes paid.
    /// </summary>
    /// <returns>The order, cancelled or paid; a problem while WeChat gives no clear answer, and then nothing is changed.</returns>
    public async Task<Result<Order>> EndUnpaidAsync(Order order, string why, CancellationToken cancellation)
    {
        Activity.Current?.SetTag("wechat.out_trade_no", order.OutTradeNo.Value);
        if (order.Status != OrderStatus.PendingPayment)
            return order;

        // A close can be refused because the order was paid a moment ago: then the query says so.
        for (var round = 0; round < 2; round++)
        {
            var asked = await pay.QueryAsync(order.OutTradeNo.Value, cancellation);
            switch (asked)
            {
                case PayAnswer<Transaction>.Success { Value.TradeState: TradeState.Success } paid:
                    // Paid with another amount, it goes back, and the order's next number is the one to end.
                    var taken = await TakeAsync(paid.Value, cancellation);
                    return taken is { Problem: null, Value: { Status: OrderStatus.PendingPayment } still } && still.PayAttempt != order.PayAttempt
                        ? await EndUnpaidAsync(still, why, cancellation)
                        : taken;
                case PayAnswer<Transaction>.Success { Value.TradeState: TradeState.Refund }:
                    // Paid, and somebody asked for the money back behind the shop's back: neither to be delivered nor to be forgotten.
                    await tasks.RaiseAsync(Foreign(order), cancellation);
                    return PaymentProblems.Unavailable;
                case PayAnswer<Transaction>.Success { Value.TradeState: TradeState.Closed }:
                    return await book.ApplyAsync(order.OrderId, new OrderCommand.Cancel(why), cancellation);
                case PayAnswer<Transaction>.Failure { Error.Kind: PayFailureKind.OrderNotExist }:
                    // WeChat does not know the number, but a prepay for it may still be on its way. One that is made and closed can never be paid.
                    await AskForPrepayAsync(order, cancellation);
                    break;
                case PayAnswer<Transaction>.Failure { Error: var failure }:
                    return Unclear(order, failure);
            }

            var closed = await pay.CloseAsync(order.OutTradeNo.Value, cancellation);
            if (closed is PayAnswer<Closed>.Success or PayAnswer<Closed>.Failure { Error.Kind: PayFailureKind.OrderClosed })
                return await book.ApplyAsync(order.OrderId, new OrderCommand.Cancel(why), cancellation);
            if (closed is PayAnswer<Closed>.Failure { Error: { Kind: not PayFailureKind.OrderPaid } refused })
                return Unclear(order, refused);
        }
        return PaymentProblems.Unavailable;
    }

    /// <summary>Takes a payment that WeChat vouches for: app, merchant, currency, number and amount are ours, or it is not accepted.</summary>
    public async Task<Result<Order>> TakeAsync(Transaction transaction, CancellationToken cancellation)
    {
        if (!OutTradeNo.TryParse(transaction.OutTradeNo, out var number))
            return OrderProblems.NotFound;

        Activity.Current?.SetTag("wechat.out_trade_no", number.Value);
        if (transaction.MchId != merchant.Value.MchId || transaction.Currency is not (null or "CNY")
            || transaction is not { TransactionId: { } transactionId, TotalFen: { } total, SuccessTime: { } at })
        {
            return OrderProblems.PaymentMismatch;
        }

        var payment = new Payment(transactionId, number, new Fen(total), at);
        var taken = await book.ApplyAsync(number.OrderId, new OrderCommand.TakePayment(payment, transaction.AppId, shipping.Value), cancellation);
        if (taken.Problem is { } problem)
            NotTaken(number.Value, problem.Code);
        return taken;
    }

    /// <summary>
    /// Takes a payment that WeChat reports by itself. One that belongs to no order of this shop becomes a task, so that it is neither
    /// acknowledged and lost nor told for a day and then forgotten.
    /// </summary>
    /// <returns>Null when WeChat need not tell it again.</returns>
    public async Task<Problem?> TakeReportedAsync(Transaction transaction, CancellationToken cancellation)
    {
        var taken = await TakeAsync(transaction, cancellation);
        if (taken.Problem is not { Status: StatusCodes.Status404NotFound or StatusCodes.Status409Conflict } problem)
            return taken.Problem;

        await tasks.RaiseAsync(
            new RaiseTask(
                problem.Status == StatusCodes.Status404NotFound ? TaskKind.UnknownPayment : TaskKind.PaymentMismatch,
                transaction.TransactionId ?? transaction.OutTradeNo,
                $"微信报告一笔付款 {new Fen(transaction.TotalFen ?? 0)}（商户订单号 {transaction.OutTradeNo}），商城没有相符的订单。",
                "查明是哪个系统收的款：商户号是否共用、通知地址是否填错；不属于任何订单的，在商户平台原路退回。",
                time.GetUtcNow() + TimeToAct),
            cancellation);
        return problem;
    }

    private RaiseTask Foreign(Order order) => new(
        TaskKind.RefundedElsewhere,
        order.OrderId.Value,
        $"订单 {order.OrderId} 在微信已付款并已申请退款，但不是商城发起的。",
        "在商户平台核对付款与退款：钱已全退则线下登记；未退则在商户平台处理。订单暂不发货也不关闭。",
        time.GetUtcNow() + TimeToAct);

    private Task<PayAnswer<Prepaid>> AskForPrepayAsync(Order order, CancellationToken cancellation) => pay.PrepayAsync(
        new JsapiPrepay
        {
            AppId = order.AppId,
            OpenId = order.OpenId.Value,
            OutTradeNo = order.OutTradeNo.Value,
            Description = order.Description,
            TotalFen = order.TotalFen.Value,
            TimeExpire = order.PayBefore,
            NotifyUrl = new Uri(options.Value.NotifyUrl),
        },
        cancellation);

    // "Paid already" and "closed already" are news about the order: what they mean for it happens first.
    private async Task<Problem> ProblemOfAsync(Order order, PayFailure failure, CancellationToken cancellation)
    {
        PrepayRefused(order.OutTradeNo.Value, failure.Kind, failure.Code, failure.RequestId);
        if (failure.Kind is not (PayFailureKind.OrderPaid or PayFailureKind.OrderClosed))
            return PaymentProblems.Of(failure);

        var ended = await EndUnpaidAsync(order, "微信支付已关闭此订单", cancellation);
        return ended.Problem ?? (ended.Value.Payment is null ? OrderProblems.NotPayable : OrderProblems.AlreadyPaid);
    }

    private Problem Unclear(Order order, PayFailure failure)
    {
        EndingRefused(order.OutTradeNo.Value, failure.Kind, failure.Code, failure.RequestId);
        return PaymentProblems.Of(failure);
    }

    [LoggerMessage(5001, LogLevel.Warning, "No prepay for {OutTradeNo}: {Kind} {Code} ({RequestId})")]
    private partial void PrepayRefused(string outTradeNo, PayFailureKind kind, string code, string? requestId);

    [LoggerMessage(5002, LogLevel.Warning, "{OutTradeNo} is neither known to be paid nor closed: {Kind} {Code} ({RequestId})")]
    private partial void EndingRefused(string outTradeNo, PayFailureKind kind, string code, string? requestId);

    [LoggerMessage(5003, LogLevel.Error, "A payment of {OutTradeNo} was not taken: {Code}")]
    private partial void NotTaken(string outTradeNo, string code);
}
