using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Shipping;

/// <summary>WeChat demands that the mini-program tells it about shipping (接入发货信息管理服务).</summary>
internal sealed class TakeAccessReminder(OperatorTasks tasks, TimeProvider time) : IPushHandler
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromDays(3);

    public string Kind => "trade_manage_remind_access_api";

    public Task HandleAsync(Push push, CancellationToken cancellation) => tasks.RaiseAsync(
        new RaiseTask(
            TaskKind.ShippingApiMissing,
            push.AppId,
            $"微信要求小程序 {push.AppId} 接入发货信息管理服务。",
            "在小程序后台开通“发货信息管理”，并确认 Shipping__ReportToWeChat 为 true。",
            time.GetUtcNow() + TimeToAct),
        cancellation);
}
