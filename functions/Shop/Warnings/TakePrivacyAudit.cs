using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Warnings;

/// <summary>WeChat decided about an interface that touches privacy (隐私接口审核). One that comes with a reason was refused.</summary>
internal sealed class TakePrivacyAudit(OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromDays(3);

    public string Kind => "wxa_privacy_apply";

    public Task HandleAsync(Push push, CancellationToken cancellation) =>
        push.Message.Items("result_info") is [var result, ..] && result["reason"] is { Length: > 0 } reason
            ? tasks.RaiseAsync(
                new RaiseTask(
                    TaskKind.PrivacyApiRefused,
                    Subject.Of(push, result["audit_id"]),
                    $"微信未批准小程序 {push.AppId} 使用隐私接口 {Text.Short(result["api_name"])}：{Text.Short(reason)}",
                    "按原因补充使用场景说明后重新申请；批准前客户端调用该接口会失败。",
                    time.GetUtcNow() + TimeToAct),
                cancellation)
            : Task.CompletedTask;
}
