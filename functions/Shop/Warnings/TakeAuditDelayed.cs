using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Warnings;

/// <summary>WeChat takes longer over a version of the mini-program (代码审核延后).</summary>
internal sealed class TakeAuditDelayed(OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromDays(7);

    public string Kind => "weapp_audit_delay";

    public Task HandleAsync(Push push, CancellationToken cancellation) => tasks.RaiseAsync(
        new RaiseTask(
            TaskKind.VersionRefused,
            Subject.Of(push, push.Message["DelayTime"]),
            $"小程序 {push.AppId} 的新版本审核延后：{Text.Short(push.Message["Reason"])}",
            "按提示补充材料或等待；线上版本不受影响。",
            time.GetUtcNow() + TimeToAct),
        cancellation);
}
