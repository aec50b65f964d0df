using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Money;
using WeCommerce.Storage;
using WeCommerce.WeChat.Pay;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>
/// Compares a day: both bills from WeChat, whole and with their hashes right, or nothing of them is believed; then the books; the differences with a
/// task each; the report last. What passes by itself (a bill in the making, the network) is tried again, for as long as it takes.
/// </summary>
internal sealed partial class ReconcileDay(
    PayClient pay, DayReader reader, ReportBook reports, DifferenceTasks tasks, Queues queues, TimeProvider time, ILogger<ReconcileDay> logger)
{
    public const string Queue = "reconciliations";

    /// <summary>WeChat makes a day's bills until 10:00 of the next (账单下载).</summary>
    private static readonly TimeSpan BillsMade = TimeSpan.FromHours(24 + 10);

    /// <summary>When a day cannot be compared for so long, a person is told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(3);

    private static readonly TimeSpan[] Delays = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    [Function(nameof(ReconcileDay))]
    public async Task RunAsync([QueueTrigger(Queue)] Message message, CancellationToken cancellation)
    {
        if (await reports.BeginAsync(message.Day, message.Run, cancellation) is not { } report)
            return;

        if (!(await BillAsync(() => pay.DownloadTradeBillAsync(message.Day, cancellation), message.Day, Reconciler.NoTrades)).TryGet(out var bill, out var failure)
            || !(await BillAsync(() => pay.DownloadFundFlowBillAsync(message.Day, cancellation), message.Day, Reconciler.NoFlows)).TryGet(out var flows, out failure))
        {
            await ExplainAsync(report, message, failure, cancellation);
            return;
        }
        await CompareAsync(report, bill, flows, cancellation);
    }

    private async Task CompareAsync(Report report, TradeBill bill, FundFlowBill flows, CancellationToken cancellation)
    {
        var ours = await reader.ReadAsync(report.Day, bill, cancellation);
        var differences = Reconciler.Compare(bill, flows, ours);
        var result = new ReportResult(
            report.Run, time.GetUtcNow(), bill.Lines.Count, DaySums.Ours(bill, ours), DaySums.Theirs(bill), FeeComparison.Deducted(bill, flows),
            differences.Count, [.. differences.CountBy(d => d.Class).Select(c => new ClassCount(c.Key, c.Value))]);

        var vanished = await reports.WriteDifferencesAsync(report.Day, report.Run, differences, cancellation);
        foreach (var difference in differences)
            await tasks.RaiseAsync(report.Day, difference, cancellation);
        foreach (var id in vanished)
            await tasks.EndAsync(report.Day, id, cancellation);
        await tasks.EndFailedAsync(report.Day, cancellation);

        var done = report with { State = ReportState.Done, FailingSince = null, Problem = null, NextAt = null, Result = result };
        if (await reports.UpdateAsync(done, cancellation))
            await reports.RemoveOthersAsync(report.Day, report.Run, cancellation);
        Compared(report.Day, bill.Lines.Count, differences.Count);
    }

    private async Task<PayAnswer<TBill>> BillAsync<TBill>(Func<Task<PayAnswer<TBill>>> download, DateOnly day, TBill none)
        where TBill : class
    {
        var answer = await download();
        // Before its time, a bill that is not there says nothing about the day.
        return answer is PayAnswer<TBill>.Failure { Error: { Kind: PayFailureKind.NoStatement } early }
            ? time.GetUtcNow() < ShopDay.Begin(day) + BillsMade ? early with { Kind = PayFailureKind.StatementCreating } : none
            : answer;
    }

    private async Task ExplainAsync(Report report, Message message, PayFailure failure, CancellationToken cancellation)
    {
        NoBill(report.Day, failure.Kind, failure.Code, failure.RequestId);
        var now = time.GetUtcNow();
        var made = ShopDay.Begin(report.Day) + BillsMade;
        var since = report.FailingSince ?? now;
        var failing = report with { State = ReportState.Failed, FailingSince = since, Problem = failure.Code, NextAt = null };
        if (failure.Kind is not (PayFailureKind.TryAgain or PayFailureKind.Unverified or PayFailureKind.StatementCreating))
        {
            if (await reports.UpdateAsync(failing, cancellation))
                await tasks.RaiseFailedAsync(report.Day, $"{failure.Code} {failure.Message}".Trim(), cancellation);
            return;
        }

        var delay = Delays[Math.Min(message.Attempt, Delays.Length - 1)];
        var next = now + delay > made ? now + delay : made;
        await queues.SendAsync(Queue, message with { Attempt = message.Attempt + 1 }, next - now, cancellation);
        if (await reports.UpdateAsync(failing with { State = ReportState.Waiting, NextAt = next }, cancellation) && now >= (since > made ? since : made) + Patience)
            await tasks.RaiseFailedAsync(report.Day, failure.Code, cancellation);
    }

    /// <param name="Run">As in the report: an older one than there is nobody's any more.</param>
    /// <param name="Attempt">How often the bills could not be had.</param>
    internal sealed record Message(DateOnly Day, string Run, int Attempt);

    [LoggerMessage(7101, LogLevel.Information, "{Day} reconciled: {Lines} lines, {Differences} differences")]
    private partial void Compared(DateOnly day, int lines, int differences);

    [LoggerMessage(7102, LogLevel.Warning, "No bill of {Day}: {Kind} {Code} ({RequestId})")]
    private partial void NoBill(DateOnly day, PayFailureKind kind, string code, string? requestId);
}
