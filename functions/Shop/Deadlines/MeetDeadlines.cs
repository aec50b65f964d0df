using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.Shop.Deadlines;

/// <summary>Once a minute: everything that happens at a time. The only timer of its kind, so that an idle shop costs next to nothing.</summary>
internal sealed class MeetDeadlines(DeadlineRunner runner)
{
    [Function(nameof(MeetDeadlines))]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellation) => runner.RunAsync(cancellation);
}
