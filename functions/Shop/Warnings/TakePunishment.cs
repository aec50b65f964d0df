using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Warnings;

/// <summary>WeChat found a violation (小程序违规和申诉通知).</summary>
internal sealed class TakePunishment(OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public string Kind => "wxa_punish_event";

    public Task HandleAsync(Push push, CancellationToken cancellation) => tasks.RaiseAsync(
        new RaiseTask(
            TaskKind.WeChatPunished,
            Subject.Of(push, push.Message["punish_id"]),
            $"微信判定小程序 {push.AppId} 违规（{Text.Short(push.Message["rule_name"])}）：{Text.Short(push.Message["illegal_reason"])}。违规内容：{Text.Short(push.Message["illegal_content"])}",
            $"在小程序后台整改并申诉。规则：{Text.Short(push.Message["rule_url"])} 整改指引：{Text.Short(push.Message["adjust_guide_url"])}",
            time.GetUtcNow() + TimeToAct),
        cancellation);
}
