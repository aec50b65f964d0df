using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Warnings;

/// <summary>WeChat did not let a version of the mini-program through (代码审核不通过).</summary>
internal sealed class TakeAuditFailed(OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromDays(3);

    public string Kind => "weapp_audit_fail";

    public Task HandleAsync(Push push, CancellationToken cancellation) => tasks.RaiseAsync(
        new RaiseTask(
            TaskKind.VersionRefused,
            Subject.Of(push, push.Message["FailTime"]),
            $"小程序 {push.AppId} 的新版本未通过审核：{Text.Short(push.Message["Reason"])}",
            "按原因修改后重新提交审核；线上版本不受影响。",
            time.GetUtcNow() + TimeToAct),
        cancellation);
}
