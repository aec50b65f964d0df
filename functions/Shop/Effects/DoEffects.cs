using Microsoft.Azure.Functions.Worker;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Effects;

/// <summary>Does what commits left to be done.</summary>
internal sealed class DoEffects(EffectRunner runner)
{
    [Function(nameof(DoEffects))]
    public Task RunAsync([QueueTrigger(EffectRunner.Queue)] WakeUp wakeUp, CancellationToken cancellation) => runner.RunAsync(wakeUp, cancellation);
}
