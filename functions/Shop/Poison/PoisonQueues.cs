using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>The queues of the shop whose messages can end as poison, each with what that means. Each has its trigger in <see cref="FilePoison"/>.</summary>
internal static class PoisonQueues
{
    /// <summary>What the Functions host adds to a queue's name.</summary>
    public const string Suffix = "-poison";

    /// <summary>How often the host hands a message out: <c>maxDequeueCount</c> in host.json.</summary>
    public const int MostTries = 5;

    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        [EffectRunner.Queue] = "这只是唤醒消息：要做的事仍记在会员分区里，该会员的下一条消息也会把它们一并做完。请先看日志排除原因，再重试；没有别的消息时丢弃会让它们一直等着",
        [CloseUnpaidOrder.Queue] = "该消息负责到期关单并释放库存。请先看日志排除原因，再重试；丢弃后库存占用由每晚的检查重新发起关单",
        [ReconcileDay.Queue] = "该消息负责一天的对账。请先看日志排除原因，再重试；丢弃后可随时重新对账（POST /v1/ops/reconciliation/{日期}）",
    };

    public static IReadOnlyList<string> All { get; } = [.. Remedies.Keys.Order(StringComparer.Ordinal)];

    public static string RemedyOf(string queue) => Remedies[queue];
}
