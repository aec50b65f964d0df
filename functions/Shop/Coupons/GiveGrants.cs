using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>Gives the coupons of a batch. What was given already is not given again, whoever begins anew.</summary>
internal sealed class GiveGrants(CouponOffers offers, CouponIssuer issuer, Partitions partitions, Ids ids, TimeProvider time) : IEffectHandler<GiveBatch>
{
    private const int AtOnce = 8;

    public async Task<EffectOutcome> DoAsync(GiveBatch effect, EffectContext context, CancellationToken cancellation)
    {
        var partition = Tables.CouponGrantOf(effect.GrantId);
        var ofGrant = partitions.ReadAsync(partition, GrantRows.Grant, cancellation);
        var ofBatch = partitions.ReadAsync(partition, GrantRows.KeyOf(effect.Number), cancellation);
        await Task.WhenAll(ofGrant, ofBatch);
        if (await ofGrant is not { } grantRow || await ofBatch is not { } batchRow)
            throw new InvalidDataException($"Grant {effect.GrantId} has no batch {effect.Number}.");

        var batch = GrantRows.BatchOf(batchRow);
        if (batch.Given is not null)
            return EffectOutcome.Done;

        var given = 0;
        // An offer that was ended after all gives nothing more.
        if (await offers.FindAsync(effect.GrantId.OfferId, cancellation) is { } offer && offer.IsGivable(time.GetUtcNow()))
        {
            var at = GrantRows.GrantOf(grantRow).At;
            await Parallel.ForEachAsync(batch.Members, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (member, token) =>
            {
                if (await issuer.GiveAsync(offer, CouponOf(effect.GrantId, at, member), token))
                    Interlocked.Increment(ref given);
            });
        }
        var done = new Commit(partition, Operation.Start(ids, time)).Replace(GrantRows.Of(batch with { Given = given }, batchRow.ETag));
        return (await partitions.CommitAsync(done, cancellation)).Landed ? EffectOutcome.Done : EffectOutcome.Later();
    }

    private static CouponId CouponOf(GrantId grant, DateTimeOffset at, MemberId member) => CouponId.Of(member, at, $"grant {grant}");
}

/// <summary>The time of a grant has come: its batches are given from now on.</summary>
internal sealed class StartGrants(Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.CouponGrantDue;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!GrantId.TryParse(id, out var grantId))
            throw new InvalidDataException($"{id} is no grant.");

        var (partition, operation) = (Tables.CouponGrantOf(grantId), Operation.Start(ids, time));
        var (wakeUp, reading) = (effects.WakeUpAsync(partition, operation, cancellation), partitions.ReadAsync(partition, GrantRows.Grant, cancellation));
        await Task.WhenAll(wakeUp, reading);
        if (await reading is not { } row || GrantRows.GrantOf(row) is not { IsStarted: false } grant)
            return;

        var commit = new Commit(partition, operation).Replace(GrantRows.Of(grant with { IsStarted = true }, row.ETag));
        foreach (var batch in Enumerable.Range(0, grant.Batches))
            commit.Effect(new GiveBatch(grantId, batch));
        // Another one who met the deadline was first.
        await partitions.CommitAsync(commit, cancellation);
    }
}
