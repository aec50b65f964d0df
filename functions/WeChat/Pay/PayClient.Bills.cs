using System.Diagnostics;
using System.Globalization;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.WeChat.Pay;

public sealed partial class PayClient
{
    /// <summary>
    /// 申请交易账单 and 下载账单: all payments and refunds of a day. To be had from 10:00 of the next day on, for three months; before that
    /// <see cref="PayFailureKind.StatementCreating"/>, and <see cref="PayFailureKind.NoStatement"/> for a day without any.
    /// A genuine bill that cannot be read is <see cref="PayFailureKind.OurFault"/> with the code BILL_UNREADABLE, its message naming line and column.
    /// </summary>
    /// <param name="day">A day in Beijing.</param>
    /// <param name="ct">Cancels the call.</param>
    public Task<PayAnswer<TradeBill>> DownloadTradeBillAsync(DateOnly day, CancellationToken ct) =>
        DownloadAsync<TradeBill>(
            "trade_bill",
            $"/v3/bill/tradebill?bill_date={Text(day)}&bill_type=ALL&tar_type=GZIP",
            day,
            file => TradeBill.TryRead(file, out var bill, out var problem) ? bill : UnreadableBill(problem),
            ct);

    /// <summary>申请资金账单 and 下载账单: all movements of the basic account on a day. To be had as <see cref="DownloadTradeBillAsync"/>.</summary>
    /// <param name="day">A day in Beijing.</param>
    /// <param name="ct">Cancels the call.</param>
    public Task<PayAnswer<FundFlowBill>> DownloadFundFlowBillAsync(DateOnly day, CancellationToken ct) =>
        DownloadAsync<FundFlowBill>(
            "fund_flow_bill",
            $"/v3/bill/fundflowbill?bill_date={Text(day)}&account_type=BASIC&tar_type=GZIP",
            day,
            file => FundFlowBill.TryRead(file, out var bill, out var problem) ? bill : UnreadableBill(problem),
            ct);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static PayFailure UnreadableBill(BillProblem problem) => new(PayFailureKind.OurFault, 200, "BILL_UNREADABLE", problem.ToString(), null);

    private async Task<PayAnswer<T>> DownloadAsync<T>(
        string name, string path, DateOnly day, Func<Stream, PayAnswer<T>> read, CancellationToken ct)
        where T : class
    {
        using var activity = WeChatTrace.Source.StartActivity($"wechat.pay.{name}", ActivityKind.Client);
        activity?.SetTag("wechat.bill_date", Text(day));
        using var overall = new CancellationTokenSource(_options.BillTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, overall.Token);
        var ask = new PayCall(name, HttpMethod.Get, path, []);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var answer = await DownloadOnceAsync(ask, read, both.Token, ct);
                if (answer.TryGet(out _, out var failure) || attempt == (failure.Code == BillDownload.Expired ? 2 : MaxAttempts)
                    || failure.Kind is not (PayFailureKind.TryAgain or PayFailureKind.Unverified))
                {
                    return Observed(name, activity, answer);
                }
                await PauseAsync(attempt, both.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Observed<T>(name, activity, NoAnswerInTime);
        }
    }

    private async Task<PayAnswer<T>> DownloadOnceAsync<T>(
        PayCall ask, Func<Stream, PayAnswer<T>> read, CancellationToken token, CancellationToken caller)
        where T : class
    {
        // Repeats by itself; the file has to be fetched at once.
        if (!(await RepeatAsync(ask, body => JsonFields.Read(body, Wire.BillLink), token, caller)).TryGet(out var link, out var refused))
            return refused;
        if (!(await _bills.FetchAsync(link, token)).TryGet(out var file, out var lost))
            return lost;
        await using (file)
            return read(file.FromStart());
    }
}
