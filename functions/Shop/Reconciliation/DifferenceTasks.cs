using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>
/// Each difference is a task, and so is a day that cannot be compared. One that vanished ends its task by itself, and is a new occasion if it comes
/// back; one that a person settled stays settled.
/// </summary>
internal sealed class DifferenceTasks(OperatorTasks tasks, TimeProvider time)
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public Task RaiseAsync(DateOnly day, Difference difference, CancellationToken cancellation)
    {
        string?[] numbers =
        [
            difference.OutTradeNo is { } trade ? $"商户订单号 {trade}" : null,
            difference.TransactionId is { } transaction ? $"微信订单号 {transaction}" : null,
            difference.OutRefundNo is { } refund ? $"商户退款单号 {refund}" : null,
        ];
        return RaiseAsync(
            TaskKind.ReconciliationDifference,
            AboutOf(day, difference.Id),
            $"{day:yyyy-MM-dd} 对账差异（{DifferenceTexts.NameOf(difference.Class)}）：{difference.What}{string.Join('，', numbers.OfType<string>())}",
            difference.Remedy,
            cancellation);
    }

    public Task EndAsync(DateOnly day, string differenceId, CancellationToken cancellation) =>
        EndAsync(TaskKind.ReconciliationDifference, AboutOf(day, differenceId), "重新对账后差异已消失", cancellation);

    public Task RaiseFailedAsync(DateOnly day, string why, CancellationToken cancellation) => RaiseAsync(
        TaskKind.ReconciliationFailed,
        $"{day:yyyy-MM-dd}",
        $"{day:yyyy-MM-dd} 的账单还没能对上账：{why}。",
        "查看日志中的失败原因：商户平台是否开通账单下载权限、商户证书与密钥是否有效、网络是否畅通；排除后重新对账（POST /v1/ops/reconciliation/{日期}）。",
        cancellation);

    public Task EndFailedAsync(DateOnly day, CancellationToken cancellation) =>
        EndAsync(TaskKind.ReconciliationFailed, $"{day:yyyy-MM-dd}", "已对账", cancellation);

    private static string AboutOf(DateOnly day, string differenceId) => $"{day:yyyy-MM-dd}-{differenceId}";

    private async Task RaiseAsync(TaskKind kind, string about, string what, string remedy, CancellationToken cancellation)
    {
        var (occasion, task) = await LatestAsync(kind, about, cancellation);
        if (task is null)
            await tasks.RaiseAsync(new RaiseTask(kind, occasion, what, remedy, time.GetUtcNow() + TimeToAct), cancellation);
    }

    private async Task EndAsync(TaskKind kind, string about, string how, CancellationToken cancellation)
    {
        var (occasion, task) = await LatestAsync(kind, about, cancellation);
        if (task is { DoneAt: null })
            await tasks.EndAsync(new EndTask(kind, occasion, how), cancellation);
    }

    // The first occasion that is open, was settled by a person, or has not been yet.
    private async Task<(string About, OperatorTask? Task)> LatestAsync(TaskKind kind, string about, CancellationToken cancellation)
    {
        for (var n = 1; ; n++)
        {
            var occasion = n == 1 ? about : $"{about}_{n}";
            var task = await tasks.ReadAsync(TaskId.Of(kind, occasion), cancellation);
            if (task is not { DoneAt: not null, DoneBy: null })
                return (occasion, task);
        }
    }
}
