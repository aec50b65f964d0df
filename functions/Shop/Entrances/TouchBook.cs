using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>By which ways members came.</summary>
internal sealed class TouchBook(EntranceSet entrances, ShareTokens tokens, PosterBook posters, Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    public async Task<Touches> ReadAsync(MemberId member, CancellationToken cancellation) =>
        TouchRows.TouchesOf(await partitions.ReadAsync(Tables.Of(member), TouchRows.Key, cancellation));

    /// <summary>
    /// What an arrival means. Entrances that nobody made, forged and expired tokens and one's own are as if they were not said: an old link must not keep
    /// anybody out.
    /// </summary>
    public async Task<Touch> RecogniseAsync(MemberId? member, Arrival arrival, DateTimeOffset at, CancellationToken cancellation)
    {
        var sharer = await FindSharerAsync(arrival.Referrer, at, cancellation) ?? await FindSharerAsync(arrival.Entrance, at, cancellation);
        if (sharer == member)
            sharer = null;

        var entrance = EntranceId.TryParse(arrival.Entrance, out var id) ? (await entrances.GetAsync(cancellation)).Find(id) : null;
        var channel = SceneNumbers.ChannelOf(arrival.Scene) is var told and not SaleChannel.Other ? told
            : sharer is not null ? SaleChannel.SocialShare
            : entrance?.Channel ?? SaleChannel.Other;
        return new Touch(at, channel, entrance?.EntranceId, sharer, arrival.Scene);
    }

    /// <summary>Notes that a member came, and has it counted: once for each visit.</summary>
    /// <param name="visit">Which visit: letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <returns>False when others write the member's touches all the time.</returns>
    public Task<bool> VisitAsync(MemberId member, Touch touch, string visit, CancellationToken cancellation)
    {
        var operation = Operation.Start(ids, time);
        var wakeUp = effects.WakeUpAsync(Tables.Of(member), operation, cancellation);
        return WriteAsync(member, touch, operation, wakeUp, new Visited(member, visit, touch), cancellation);
    }

    /// <summary>Notes that a member came, without counting it.</summary>
    /// <returns>False when others write the member's touches all the time.</returns>
    public Task<bool> NoteAsync(MemberId member, Touch touch, CancellationToken cancellation) =>
        WriteAsync(member, touch, Operation.Start(ids, time), Task.CompletedTask, following: null, cancellation);

    /// <param name="wakeUp">Who does what follows; sent before the commit.</param>
    private Task<bool> WriteAsync(MemberId member, Touch touch, Operation operation, Task wakeUp, object? following, CancellationToken cancellation) => Backoff.DecideAsync(
        async () =>
        {
            var reading = partitions.ReadAsync(Tables.Of(member), TouchRows.Key, cancellation);
            await Task.WhenAll(wakeUp, reading);
            var row = await reading;
            var before = TouchRows.TouchesOf(row);
            var after = before.With(touch);
            if (ReferenceEquals(before, after) && following is null)
                return new(IsFinal: true, true);

            var commit = new Commit(Tables.Of(member), operation);
            if (!ReferenceEquals(before, after))
                commit.Put(TouchRows.Of(after, row?.ETag));
            if (following is not null)
                commit.Effect(following);
            return new Attempt<bool>((await partitions.CommitAsync(commit, cancellation)).Landed, true);
        },
        busy: false,
        time,
        cancellation);

    private async Task<MemberId?> FindSharerAsync(string? text, DateTimeOffset at, CancellationToken cancellation) =>
        tokens.Read(text, at) ?? (PosterCode.TryParse(text, out var code) ? (await posters.FindAsync(code, cancellation))?.MemberId : null);
}
