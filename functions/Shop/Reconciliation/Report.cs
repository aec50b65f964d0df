using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>How the newest run for a day stands.</summary>
internal enum ReportState
{
    /// <summary>Asked for.</summary>
    Queued,

    Running,

    /// <summary>WeChat has not made the bill yet, or it could not be had whole: tried again by itself.</summary>
    Waiting,

    /// <summary>Compared: the result is this run's.</summary>
    Done,

    /// <summary>Trying again would not help: a person has to act, and a task says so.</summary>
    Failed,
}

/// <summary>The reconciliation (对账) of a day: the newest run, and the newest result.</summary>
internal sealed record Report
{
    /// <summary>Beijing's.</summary>
    public required DateOnly Day { get; init; }

    public required ReportState State { get; init; }

    /// <summary>Names the run. Later ones sort behind earlier ones.</summary>
    public required string Run { get; init; }

    /// <summary>Since when no run came to a result; null when the last one did.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why there is no result yet: WeChat's code, or an own one in the same form (<c>STATEMENT_CREATING</c>, <c>HASH_MISMATCH</c> …).</summary>
    public string? Problem { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Of the newest run that came to one; null when none did.</summary>
    public ReportResult? Result { get; init; }
}

/// <summary>What a comparison came to; its differences stand in rows of their own.</summary>
/// <param name="At">When the bills were compared.</param>
/// <param name="BillLines">Lines of the trade bill: payments and refunds.</param>
/// <param name="DeductedFeesFen">手续费 by the fund-flow bill.</param>
/// <param name="Classes">How many differences there are of each class; classes without any are left out.</param>
internal sealed record ReportResult(
    string Run, DateTimeOffset At, int BillLines, DaySums Ours, DaySums Theirs, Fen DeductedFeesFen, int Differences, IReadOnlyList<ClassCount> Classes);

internal sealed record ClassCount(DifferenceClass Class, int Count);
