using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group's time is nearly over and somebody is missing: its members are told, so that they share it once more.</summary>
internal sealed class RemindGroup(GroupBook groups, NoticeBook notices, TimeProvider time) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.GroupExpiring;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (GroupId.TryParse(id, out var group) && await groups.ReadAsync(group, cancellation) is { Stage: GroupStage.InProgress } waiting)
            await notices.TellAsync(waiting, NoticeKind.GroupExpiring, time.GetUtcNow(), cancellation);
    }
}

internal static class GroupTelling
{
    /// <summary>Tells all who have paid. Twice is as good as once.</summary>
    public static Task TellAsync(this NoticeBook notices, Group group, NoticeKind kind, DateTimeOffset now, CancellationToken cancellation) =>
        Task.WhenAll(group.Seats.Where(s => s.IsPaid).Select(s => notices.FileAsync(new NoticeDue(s.MemberId, kind, group.GroupId.Value, now), cancellation)));
}
