using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Notices;

/// <summary>A notice and what its member may still be sent, as they are stored.</summary>
internal sealed record StoredNotice(Notice Notice, Azure.ETag NoticeTag, Allowance Allowance, Azure.ETag AllowanceTag);

/// <summary>Reads and writes notices and allowances.</summary>
internal sealed class NoticeBook(Partitions partitions, Vault vault, NoticeRules rules, EffectRunner effects, Ids ids, TimeProvider time)
{
    /// <summary>
    /// What has no commit in the member's partition says here that a notice is due; what has one records <see cref="NoticeDue"/> as an effect. Said again,
    /// it is one. Costs nothing where the shop has no rule for it.
    /// </summary>
    public async Task FileAsync(NoticeDue due, CancellationToken cancellation = default)
    {
        if ((await rules.GetAsync(cancellation)).FindOn(due.Kind) is null)
            return;

        var (partition, operation) = (Tables.Of(due.MemberId), Operation.Start(ids, time));
        var wakeUp = await effects.WakeUpAsync(partition, operation, cancellation);
        var commit = new Commit(partition, operation).Insert(NoticeRows.Of(Notice.Of(due))).Effect(due);
        if (!(await partitions.CommitAsync(commit, cancellation)).Landed)
            await effects.TakeBackAsync(wakeUp, cancellation);
    }

    public async Task<StoredNotice> ReadAsync(NoticeDue due, CancellationToken cancellation)
    {
        var partition = Tables.Of(due.MemberId);
        var reading = partitions.ReadAsync(partition, NoticeRows.KeyOf(due.Kind, due.About), cancellation);
        var allowance = await partitions.ReadAsync(partition, NoticeRows.AllowanceKey, cancellation);
        var row = await reading;
        return new(row is null ? Notice.Of(due) : NoticeRows.NoticeOf(row), row?.ETag ?? default, NoticeRows.AllowanceOf(allowance, vault), allowance?.ETag ?? default);
    }

    /// <summary>Writes what was decided on what was read; false when another was first.</summary>
    public async Task<bool> WriteAsync(StoredNotice read, Notice notice, Allowance allowance, CancellationToken cancellation)
    {
        var commit = new Commit(Tables.Of(notice.MemberId), Operation.Start(ids, time)).Put(NoticeRows.Of(notice, read.NoticeTag));
        if (!ReferenceEquals(allowance, read.Allowance))
            commit.Put(NoticeRows.Of(notice.MemberId, allowance, vault, read.AllowanceTag));
        if (notice is { State: NoticeState.Sent, MsgId: { } msgId })
            commit.Upsert(NoticeRows.MessageOf(msgId, notice));
        return (await partitions.CommitAsync(commit, cancellation)).Landed;
    }

    public async Task<Allowance> ReadAllowanceAsync(MemberId member, CancellationToken cancellation) =>
        NoticeRows.AllowanceOf(await partitions.ReadAsync(Tables.Of(member), NoticeRows.AllowanceKey, cancellation), vault);

    /// <summary>Changes what a member may be sent; on a conflict the change is made anew on what stands there.</summary>
    public Task<Result<Allowance>> ChangeAllowanceAsync(MemberId member, Func<Allowance, Allowance> change, CancellationToken cancellation) =>
        Backoff.DecideAsync<Result<Allowance>>(
            async () =>
            {
                var row = await partitions.ReadAsync(Tables.Of(member), NoticeRows.AllowanceKey, cancellation);
                var before = NoticeRows.AllowanceOf(row, vault);
                var after = change(before);
                if (ReferenceEquals(after, before))
                    return new(IsFinal: true, before);

                var commit = new Commit(Tables.Of(member), Operation.Start(ids, time)).Put(NoticeRows.Of(member, after, vault, row?.ETag ?? default));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, after);
            },
            Problem.Busy(),
            time,
            cancellation);

    /// <summary>As <see cref="ChangeAllowanceAsync"/>, for what has nobody to answer to: what is in the way is an exception, so that it comes again.</summary>
    public async Task MustChangeAllowanceAsync(MemberId member, Func<Allowance, Allowance> change, CancellationToken cancellation)
    {
        if ((await ChangeAllowanceAsync(member, change, cancellation)).Problem is { } problem)
            throw new TimeoutException($"Others write the allowance of {member} all the time: {problem.Code}.");
    }

    /// <summary>WeChat says how a message of its went.</summary>
    public async Task DeliveredAsync(MemberId member, string msgId, bool arrived, CancellationToken cancellation)
    {
        if (await partitions.ReadAsync(Tables.Of(member), NoticeRows.MessageKeyOf(msgId), cancellation) is not { } message)
            return;

        var told = await Backoff.DecideAsync<Notice?>(
            async () =>
            {
                if (await partitions.ReadAsync(Tables.Of(member), message.GetString("Notice") ?? "", cancellation) is not { } row)
                    throw new InvalidDataException($"Message {msgId} is of no notice.");

                var notice = NoticeRows.NoticeOf(row);
                if (notice.State != NoticeState.Sent)
                    return new(IsFinal: true, notice);

                var after = notice.Ended(arrived ? NoticeState.Delivered : NoticeState.NotDelivered);
                var commit = new Commit(Tables.Of(member), Operation.Start(ids, time)).Replace(NoticeRows.Of(after, row.ETag));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, after);
            },
            busy: null,
            time,
            cancellation) ?? throw new TimeoutException($"Others write the notice of message {msgId} all the time.");
        await ListAsync(told, cancellation);
    }

    /// <summary>Puts a notice into its day's list, as it is now.</summary>
    public Task ListAsync(Notice notice, CancellationToken cancellation) =>
        partitions.CommitAsync(new Commit(Tables.NoticesOf(Money.ShopDay.Of(notice.At)), Operation.Start(ids, time)).Upsert(NoticeRows.ListedOf(notice)), cancellation);
}
