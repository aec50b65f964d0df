using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group as a line of a list.</summary>
/// <param name="Newcomers">Paid members for whom it was the first purchase here.</param>
internal sealed record ListedGroup(
    GroupId GroupId, GroupStage Stage, int Size, int Paid, int Newcomers, DateTimeOffset CreatedAt, DateTimeOffset? OpenedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? DecidedAt)
{
    public int Missing => Size - Paid;

    public static ListedGroup Of(Group group) => new(
        group.GroupId, group.Stage, group.Size, group.Paid, group.Seats.Count(s => s is { IsPaid: true, IsNewcomer: true }),
        group.CreatedAt, group.OpenedAt, group.ExpiresAt, group.DecidedAt);
}

/// <summary>The groups of each activity, those that wait for people soonest end first, the others newest first: written after the groups themselves, never decided upon.</summary>
internal sealed class GroupList(Partitions partitions, Ids ids, TimeProvider time)
{
    private const string Open = "open!";
    private const string Done = "done!";

    public async Task PutAsync(Group group, CancellationToken cancellation)
    {
        var partition = Tables.GroupsOf(group.ActivityId);
        var commit = new Commit(partition, Operation.Start(ids, time)).Upsert(Rows.New(KeyOf(group)).WithJson("Group", ListedGroup.Of(group)));
        if (group.Stage is GroupStage.Succeeded or GroupStage.Failed && await partitions.ReadAsync(partition, OpenKeyOf(group), cancellation) is { } listed)
            commit.Delete(listed);
        await partitions.CommitAsync(commit, cancellation);
    }

    /// <summary>Groups that others can join, soonest end first. A group may have got full a moment ago.</summary>
    public async Task<IReadOnlyList<ListedGroup>> WaitingAsync(ActivityId activity, int most, CancellationToken cancellation)
    {
        var from = $"{Open}{SortableInstant.Of(time.GetUtcNow())}";
        var rows = await partitions.ReadRangeAsync(Tables.GroupsOf(activity), from, "open\"", most, cancellation);
        return [.. rows.Select(r => r.ReadJson<ListedGroup>("Group")).Where(g => g.Missing > 0)];
    }

    /// <summary>All that were opened, those that are decided first.</summary>
    public async Task<IReadOnlyList<ListedGroup>> AllAsync(ActivityId activity, CancellationToken cancellation) =>
        [.. (await partitions.ReadRangeAsync(Tables.GroupsOf(activity), Done, "open\"", cancellation: cancellation)).Select(r => r.ReadJson<ListedGroup>("Group"))];

    /// <summary>A page of groups: those that wait, or those that are decided.</summary>
    public async Task<Page<ListedGroup>> PageAsync(ActivityId activity, bool isOpen, string next, CancellationToken cancellation)
    {
        var (first, end) = isOpen ? (Open, "open\"") : (Done, "done\"");
        var rows = await partitions.ReadRangeAsync(Tables.GroupsOf(activity), first + next, end, Paging.Rows(isRare: false), cancellation);
        var groups = rows.Select(r => (Group: r.ReadJson<ListedGroup>("Group"), Key: r.RowKey[first.Length..])).ToList();
        return Paging.Cut(groups, isRare: false, _ => true, g => g.Key).Map(g => g.Group);
    }

    private static string KeyOf(Group group) => group.Stage is GroupStage.Succeeded or GroupStage.Failed ? $"{Done}{group.GroupId}" : OpenKeyOf(group);

    private static string OpenKeyOf(Group group) => $"{Open}{SortableInstant.Of(group.ExpiresAt ?? DateTimeOffset.MinValue)}!{group.GroupId}";
}
