using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>
/// Once a night: looks whether poison lies in its queue that was never kept. Defence in depth: the host hands out no more what killed it five times, and
/// nobody else reads there. One call a queue; a second look, a while later, tells what lies there from what is just being kept.
/// </summary>
internal sealed class FindUnfiledPoison(Queues queues, DeadlineBook deadlines, TimeProvider time)
{
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(30);

    [Function(nameof(FindUnfiledPoison))]
    public async Task RunAsync([TimerTrigger("0 15 19 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var queue in PoisonQueues.All)
        {
            if (await queues.CountAsync(queue + PoisonQueues.Suffix, cancellation) > 0)
                await deadlines.SetAsync(LookForUnfiledPoison.At(now + SecondLook, queue, ShopDay.Of(now)), cancellation);
        }
    }
}

/// <summary>Looks into one poison queue again, once an hour while anything lies there: then it is a task, which ends when nothing does.</summary>
internal sealed class LookForUnfiledPoison(Queues queues, DeadlineBook deadlines, OperatorTasks tasks, TimeProvider time) : IDeadlineHandler
{
    private const string DayFormat = "yyyyMMdd";

    private static readonly TimeSpan Patience = TimeSpan.FromHours(4);
    private static readonly TimeSpan NextLook = TimeSpan.FromHours(1);

    public DeadlineKind Kind => DeadlineKind.PoisonUnfiled;

    public static SetDeadline At(DateTimeOffset at, string queue, DateOnly day) =>
        new(at, DeadlineKind.PoisonUnfiled, $"{queue}-{day.ToString(DayFormat, CultureInfo.InvariantCulture)}");

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        var poison = id[..^(DayFormat.Length + 1)] + PoisonQueues.Suffix;
        var count = await queues.CountAsync(poison, cancellation);
        if (count == 0)
        {
            await tasks.EndAsync(new EndTask(TaskKind.PoisonUnfiled, id, "队列已空"), cancellation);
            return;
        }

        var now = time.GetUtcNow();
        await tasks.RaiseAsync(
            new RaiseTask(
                TaskKind.PoisonUnfiled,
                id,
                $"队列 {poison} 中约有 {count} 条死信一直未能登记",
                "主机不会再投递它们。先看日志排除登记失败的原因，再用存储工具取出这些消息、原文放回同一队列并删除旧的；登记后按死信待办处理。队列清空后本任务自动结束",
                now + Patience),
            cancellation);
        await deadlines.SetAsync(new SetDeadline(now + NextLook, Kind, id), cancellation);
    }
}
