using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Reminders;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group's time is nearly over and somebody is missing: its members are told, so that they share it once more.</summary>
internal sealed class RemindGroup(GroupBook groups, ReminderBook reminders) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.GroupExpiring;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (GroupId.TryParse(id, out var group) && await groups.ReadAsync(group, cancellation) is { Stage: GroupStage.InProgress } waiting)
            await reminders.TellAsync(waiting, ReminderKind.GroupExpiring, cancellation);
    }
}

internal static class GroupReminders
{
    /// <summary>Tells all who have paid. Twice is as good as once.</summary>
    public static Task TellAsync(this ReminderBook reminders, Group group, ReminderKind kind, CancellationToken cancellation) =>
        Task.WhenAll(group.Seats.Where(s => s.IsPaid).Select(s => reminders.FileAsync(new Remind(s.MemberId, kind, group.GroupId.Value), cancellation)));
}
