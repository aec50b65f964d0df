using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>Reads groups and lets things happen to them.</summary>
internal sealed class GroupBook(Partitions partitions, Vault vault, EffectRunner effects, Ids ids, TimeProvider time)
{
    public async Task<Group?> ReadAsync(GroupId id, CancellationToken cancellation = default) => (await LookAsync(id, cancellation)).ToGroup();

    /// <summary>The group as its rows are now: what is decided on them soon need not read them again.</summary>
    public async Task<GroupRows> LookAsync(GroupId id, CancellationToken cancellation = default) =>
        new(vault, id, await partitions.ReadRangeAsync(Tables.GroupOf(id), GroupRows.First, GroupRows.End, cancellation: cancellation));

    /// <summary>Makes a group with its leader's seat held; one that is there already is left as it is.</summary>
    public async Task OpenAsync(Group group, CancellationToken cancellation)
    {
        var commit = new GroupRows(vault, group.GroupId, []).Write(new Commit(Tables.GroupOf(group.GroupId), Operation.Start(ids, time)), before: null, group);
        await partitions.CommitAsync(commit, cancellation);
    }

    /// <summary>Lets a command happen: one read, one commit; on a conflict it is decided anew on what stands there. One that changes nothing writes nothing.</summary>
    public Task<Result<Group>> ApplyAsync(GroupId id, GroupCommand command, CancellationToken cancellation = default) => ApplyAsync(id, command, null, cancellation);

    /// <inheritdoc cref="ApplyAsync(GroupId, GroupCommand, CancellationToken)"/>
    /// <param name="seen">The group as it was seen a moment ago; null when it has to be read.</param>
    public async Task<Result<Group>> ApplyAsync(GroupId id, GroupCommand command, GroupRows? seen, CancellationToken cancellation)
    {
        var partition = Tables.GroupOf(id);
        var operation = Operation.Start(ids, time);
        var wakeUp = command.HasEffects ? effects.WakeUpAsync(partition, operation, cancellation) : null;
        var landed = false;
        var applied = await Backoff.DecideAsync<Result<Group>>(
            async () =>
            {
                var reading = seen is null ? LookAsync(id, cancellation) : Task.FromResult(seen);
                seen = null;
                await Task.WhenAll(wakeUp ?? Task.CompletedTask, reading);
                var rows = await reading;
                if (rows.ToGroup() is not { } group)
                    return new(IsFinal: true, GroupBuyProblems.NotFound);

                var decision = GroupDecision.Decide(group, command, time.GetUtcNow());
                if (decision.Problem is { } problem)
                    return new(IsFinal: true, problem);
                if (ReferenceEquals(decision.Value.Group, group))
                    return new(IsFinal: true, group);

                var commit = rows.Write(new Commit(partition, operation), group, decision.Value.Group);
                foreach (var effect in decision.Value.Effects)
                    commit.Effect(effect);
                landed = (await partitions.CommitAsync(commit, cancellation)).Landed;
                return new(landed, decision.Value.Group);
            },
            Problem.Busy(),
            time,
            cancellation);
        if (wakeUp is not null && !landed)
            await effects.TakeBackAsync(await wakeUp, cancellation);
        return applied;
    }

    /// <summary>As <see cref="ApplyAsync"/>, for what has nobody to answer to: what is in the way is an exception, so that it comes again.</summary>
    public async Task<Group> MustApplyAsync(GroupId id, GroupCommand command, CancellationToken cancellation = default)
    {
        var applied = await ApplyAsync(id, command, cancellation);
        return applied.Problem is { } problem
            ? throw new InvalidOperationException($"Group {id} does not take {command.GetType().Name}: {problem.Code}.")
            : applied.Value;
    }
}
