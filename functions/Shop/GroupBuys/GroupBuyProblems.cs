using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>What can stand in the way of buying together.</summary>
internal static class GroupBuyProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("GROUP_NOT_FOUND", "There is no such group.");

    public static Problem NoActivity { get; } = Problem.NotFound("GROUP_BUY_NOT_FOUND", "There is no such group-buy.");

    public static Problem NotRunning { get; } = Problem.Conflict("GROUP_BUY_NOT_RUNNING", "The group-buy has not begun, or is over.");

    public static Problem Full { get; } = Problem.Conflict("GROUP_FULL", "The group is full.");

    public static Problem AlreadyIn { get; } = Problem.Conflict("ALREADY_IN_GROUP", "The member has a seat in this group.");

    public static Problem NewcomersOnly { get; } = Problem.Conflict("NEWCOMERS_ONLY", "Only who has not bought here yet may join; anybody may open a group.");

    public static Problem Over(GroupStage stage) => stage switch
    {
        GroupStage.Succeeded => Full,
        GroupStage.Failed or GroupStage.InProgress => Problem.Conflict("GROUP_OVER", "The group's time is over."),
        GroupStage.Opening => NotFound,
    };

    /// <summary>Where else a shopper who came too late can go.</summary>
    public static Problem Offering(this Problem problem, IReadOnlyList<ListedGroup> groups, bool canOpen) => problem with
    {
        More = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["groups"] = groups.Select(g => new { g.GroupId, g.Missing, g.ExpiresAt }).ToList(),
            ["canOpen"] = canOpen,
        },
    };
}
