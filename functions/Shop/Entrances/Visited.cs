using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>A member came: it is counted.</summary>
internal sealed record Visited(MemberId MemberId, string Visit, Touch Touch);

/// <summary>Somebody came for the first time: the way by which is their first.</summary>
internal sealed record NewcomerArrived(MemberId MemberId, DateTimeOffset At, Arrival Arrival);

/// <summary>Counts who came for whatever they came by.</summary>
internal sealed class CountArrivals(EntranceNumbers numbers, TouchBook touches) : IEffectHandler<Visited>, IEffectHandler<NewcomerArrived>
{
    private static readonly EntranceSums Visit = EntranceSums.None with { Visits = 1 };
    private static readonly EntranceSums Newcomer = EntranceSums.None with { NewMembers = 1 };

    public async Task<EffectOutcome> DoAsync(Visited effect, EffectContext context, CancellationToken cancellation)
    {
        await CountAsync(effect.Touch, new Counted($"visit!{effect.Visit}", effect.Touch.At, effect.MemberId, Visit), cancellation);
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(NewcomerArrived effect, EffectContext context, CancellationToken cancellation)
    {
        var touch = await touches.RecogniseAsync(effect.MemberId, effect.Arrival, effect.At, cancellation);
        if (!await touches.NoteAsync(effect.MemberId, touch, cancellation))
            return EffectOutcome.Later();

        await CountAsync(touch, new Counted($"joined!{effect.MemberId}", effect.At, effect.MemberId, Newcomer), cancellation);
        return EffectOutcome.Done;
    }

    private async Task CountAsync(Touch touch, Counted counted, CancellationToken cancellation)
    {
        foreach (var subject in Subject.Of(touch))
            await numbers.CountAsync(subject, counted, cancellation);
    }
}
