using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group as anybody with its link sees it: who is in, how many are missing, and until when. No virtual members: each seat is a person's.</summary>
internal sealed class GetGroup(GroupBook groups, TimeProvider time)
{
    [Function(nameof(GetGroup))]
    [Anonymous]
    [Answer<Answer>(200, "The group")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/group-buys/{groupId}")] HttpRequest http, string groupId, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(groupId, cancellation));

    private async Task<Result<Answer>> HandleAsync(string groupId, CancellationToken cancellation) =>
        GroupId.TryParse(groupId, out var id) && await groups.ReadAsync(id, cancellation) is { Stage: not GroupStage.Opening } group
            ? Answer.Of(group, time.GetUtcNow())
            : GroupBuyProblems.NotFound;

    /// <param name="Size">Seats in all; on a ladder (阶梯团) those of its last step.</param>
    /// <param name="Seats">Who paid first comes first; who holds a seat and has not paid yet comes last.</param>
    /// <param name="Missing">Seats that nobody has paid for.</param>
    internal sealed record Answer(
        GroupId GroupId,
        ActivityId ActivityId,
        SpuId SpuId,
        int Size,
        GroupStage Status,
        DateTimeOffset? ExpiresAt,
        FaceView Leader,
        IReadOnlyList<SeatView> Seats,
        int Missing,
        IReadOnlyList<GroupStepView> Steps)
    {
        public static Answer Of(Group group, DateTimeOffset now) => new(
            group.GroupId, group.ActivityId, group.SpuId, group.Size, group.Stage, group.ExpiresAt,
            FaceView.Of(group.Seats.FirstOrDefault(s => s.MemberId == group.Leader)?.Face),
            [.. group.Seats.Where(s => !s.HasLapsed(now)).OrderBy(s => s.PaidAt ?? DateTimeOffset.MaxValue).Select(SeatView.Of)], group.Missing, [.. group.Steps.Select(GroupStepView.Of)]);
    }
}

internal sealed record FaceView(string? Nickname, string? AvatarUrl)
{
    public static FaceView Of(Face? face) => new(face?.Nickname, face?.AvatarUrl);
}

/// <summary>A seat: who paid shows with name and picture, who has not yet does not.</summary>
internal sealed record SeatView(int K, string? Nickname, string? AvatarUrl, bool Paid)
{
    public static SeatView Of(Seat seat) => seat.IsPaid ? new(seat.K, seat.Face.Nickname, seat.Face.AvatarUrl, true) : new(seat.K, null, null, false);
}
