using System.Text.Json.Serialization;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Notices;

/// <summary>A member is to be told of something: once for each kind and subject, however often it is said.</summary>
/// <param name="About">A text that can stand in a key. For what may come again, with what tells the occasions apart.</param>
/// <param name="At">When it happened.</param>
internal sealed record NoticeDue(MemberId MemberId, NoticeKind Kind, string About, DateTimeOffset At);

/// <summary>What became of telling a member something.</summary>
internal sealed record Notice
{
    public required MemberId MemberId { get; init; }

    public required NoticeKind Kind { get; init; }

    public required string About { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    public NoticeState State { get; init; }

    /// <summary>Why it was not sent; what WeChat said of the delivery.</summary>
    public NoticeReason Reason { get; init; }

    /// <summary>The ways that did not lead there, with what was in the way.</summary>
    public IReadOnlyList<NoticeTry> Tried { get; init; } = [];

    /// <summary>What is being sent, or was: the way and since when.</summary>
    public NoticeSending? Sending { get; init; }

    /// <summary>WeChat's id of the message; null where it gives none.</summary>
    public string? MsgId { get; init; }

    [JsonIgnore]
    public bool IsOver => State is not (NoticeState.Waiting or NoticeState.Sending);

    /// <summary>What was being sent was not, or may be sent again.</summary>
    public Notice WaitingAgain() => this with { State = NoticeState.Waiting, Sending = null };

    public static Notice Of(NoticeDue due) => new() { MemberId = due.MemberId, Kind = due.Kind, About = due.About, At = due.At };

    public Notice Ended(NoticeState state, NoticeReason reason = NoticeReason.None) => this with { State = state, Reason = reason };

    /// <summary>The way that was tried did not lead there, for certain.</summary>
    public Notice Failed(NoticeTry tried) => WaitingAgain() with { Tried = [.. Tried, tried] };
}

/// <param name="Route">Which of the rule's ways, from 0.</param>
/// <param name="TemplateId">The template whose permission it used; null for a way that needs none.</param>
/// <param name="Day">The shop's day that it counts for.</param>
internal sealed record NoticeSending(int Route, NoticeRouteKind Kind, string AppId, string? TemplateId, DateOnly Day, DateTimeOffset Since);

/// <param name="ErrCode">WeChat's errcode; 0 where it was not asked.</param>
internal sealed record NoticeTry(int Route, NoticeRouteKind Kind, NoticeReason Reason, long ErrCode = 0);

internal enum NoticeState
{
    Waiting,
    Sending,

    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>WeChat says that it is on the phone.</summary>
    Delivered,

    /// <summary>WeChat took it and says that it did not arrive.</summary>
    NotDelivered,

    NotSent,

    /// <summary>No answer came: it may have been sent, and is not sent again.</summary>
    Unknown,
}

internal enum NoticeReason
{
    None,

    /// <summary>What it would say is no longer so: paid meanwhile, used, over.</summary>
    NoLongerTrue,

    TooLate,

    /// <summary>没有订阅授权.</summary>
    NoPermission,

    /// <summary>The permissions that are left are for what is more important.</summary>
    KeptForOthers,

    /// <summary>当日条数已满.</summary>
    EnoughForToday,

    /// <summary>The member wrote too long ago for a customer-service message, or never.</summary>
    WindowClosed,

    NotFollowing,

    /// <summary>WeChat does not take what it says: 47003, or a text that does not fit the template.</summary>
    ValueRefused,

    /// <summary>WeChat does not take it for another reason: the template, the page or the shop's configuration.</summary>
    Refused,

    /// <summary>The shop does not know the member in that app.</summary>
    NobodyKnown,
}
