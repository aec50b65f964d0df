using WeCommerce.Storage;

namespace WeCommerce.Shop.Tasks;

/// <summary>A person must act: raises a task, once for each kind and subject. One that is done already stays done.</summary>
/// <param name="About">What it is about: an OrderId, a RefundId, a day … For a task that may come again, with what tells the occasions apart.</param>
/// <param name="What">A Chinese sentence for the operator; no personal data.</param>
/// <param name="Remedy">What to do, likewise.</param>
internal sealed record RaiseTask(TaskKind Kind, string About, string What, string Remedy, DateTimeOffset Deadline);

/// <summary>The matter settled itself: ends its task if it is open.</summary>
internal sealed record EndTask(TaskKind Kind, string About, string How);

/// <summary>Keeps the tasks as commits say.</summary>
internal sealed class KeepTasks(OperatorTasks tasks) : IEffectHandler<RaiseTask>, IEffectHandler<EndTask>
{
    public async Task<EffectOutcome> DoAsync(RaiseTask effect, EffectContext context, CancellationToken cancellation)
    {
        await tasks.RaiseAsync(effect, cancellation);
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(EndTask effect, EffectContext context, CancellationToken cancellation)
    {
        await tasks.EndAsync(effect, cancellation);
        return EffectOutcome.Done;
    }
}
