using WeCommerce.Storage;

namespace WeCommerce.Shop.Pushes;

/// <summary>A push is kept: what it asks for has to be done.</summary>
internal sealed record PushTaken(PushId PushId, DateTimeOffset At);

/// <summary>Keeps pushes, each once: WeChat repeats what is not answered within five seconds, and what it thinks was not.</summary>
internal sealed class PushBook(Partitions partitions, EffectRunner effects, Vault vault, Ids ids, TimeProvider time)
{
    /// <returns>The push as it was kept first.</returns>
    public async Task<Push> TakeAsync(Push push, CancellationToken cancellation)
    {
        var (partition, operation) = (Tables.PushOf(push.PushId), Operation.Start(ids, time));
        var wakeUp = await effects.WakeUpAsync(partition, operation, cancellation);
        var commit = new Commit(partition, operation).Insert(PushRows.Of(push, vault));
        commit.Effect(new PushTaken(push.PushId, push.At));
        // One that is there already is under way, or done.
        if ((await partitions.CommitAsync(commit, cancellation)).Landed)
            return push;

        await effects.TakeBackAsync(wakeUp, cancellation);
        return await ReadAsync(push.PushId, push.At, cancellation) ?? push;
    }

    public async Task<Push?> ReadAsync(PushId push, DateTimeOffset at, CancellationToken cancellation) =>
        await partitions.ReadAsync(Tables.PushOf(push), PushRows.KeyOf(at), cancellation) is { } row ? PushRows.PushOf(row, vault) : null;
}
