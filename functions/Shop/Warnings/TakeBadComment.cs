using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Warnings;

/// <summary>A shopper rated the mini-program badly (体验评分差评).</summary>
internal sealed class TakeBadComment(OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromDays(2);

    public string Kind => "wxa_comment_bad_score";

    public Task HandleAsync(Push push, CancellationToken cancellation) =>
        push.Message.Items("result") is [var result, ..] && result["comment_id"] is { Length: > 0 } comment
            ? tasks.RaiseAsync(
                new RaiseTask(
                    TaskKind.BadComment,
                    Subject.Of(push, comment),
                    $"小程序 {push.AppId} 收到差评 {Text.Short(comment)}。",
                    "在小程序后台“评价管理”查看并回复。",
                    time.GetUtcNow() + TimeToAct),
                cancellation)
            : Task.CompletedTask;
}
