using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Every day at 10:30 in Beijing, when WeChat has made yesterday's bills.</summary>
internal sealed class ReconcileYesterday(ReportBook reports, TimeProvider time)
{
    [Function(nameof(ReconcileYesterday))]
    public Task RunAsync([TimerTrigger("0 30 2 * * *")] TimerInfo timer, CancellationToken cancellation) =>
        reports.StartAsync(ShopDay.Of(time.GetUtcNow()).AddDays(-1), cancellation);
}
