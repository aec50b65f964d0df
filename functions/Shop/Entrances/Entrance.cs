using WeCommerce.Shop.LiveSets;
using WeCommerce.WeChat.Codes;

namespace WeCommerce.Shop.Entrances;

/// <summary>What WeChat makes for an entrance.</summary>
internal enum EntranceKind
{
    /// <summary>小程序码 (不限制的小程序码): a picture, without end.</summary>
    MiniProgramCode,

    /// <summary>URL Link: for texts and web pages outside WeChat; 30 days at most.</summary>
    UrlLink,

    /// <summary>URL Scheme; 30 days at most.</summary>
    UrlScheme,

    /// <summary>Short Link: for chats and Channels; 30 days.</summary>
    ShortLink,

    /// <summary>公众号带参数二维码: without end, or 30 days at most.</summary>
    OfficialAccountCode,
}

/// <summary>How far an entrance is.</summary>
internal enum EntranceStatus
{
    /// <summary>WeChat is to be asked; that it does not answer changes nothing about it.</summary>
    Making,

    Ready,

    /// <summary>WeChat does not make it. It is tried again when it is put in again.</summary>
    Refused,

    /// <summary>Its link is dead: it can be renewed, and then has another one.</summary>
    Ended,
}

/// <summary>A way into the shop whose visitors, members and sales are counted.</summary>
internal sealed record Entrance
{
    public required EntranceId EntranceId { get; init; }

    public required EntranceKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Who looks after it: a person or a department, in the operators' words.</summary>
    public string Owner { get; init; } = "";

    /// <summary>活动名称, in the operators' words.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>The mini-program that it leads into, or the official account.</summary>
    public required string AppId { get; init; }

    /// <summary>Without leading /; empty for the first page.</summary>
    public string Page { get; init; } = "";

    /// <summary><c>k=v&amp;k=v</c>, escaped; the entrance itself is added to it.</summary>
    public string Query { get; init; } = "";

    /// <summary>How long what WeChat makes lives; null for as long as WeChat lets it.</summary>
    public int? LifeDays { get; init; }

    /// <summary>How often WeChat was to be asked: what keeps one answer apart from another.</summary>
    public int Making { get; init; }

    /// <summary>The <see cref="Making"/> that WeChat answered last.</summary>
    public int Made { get; init; }

    /// <summary>The <see cref="Making"/> that <see cref="Url"/> and <see cref="EndsAt"/> are of.</summary>
    public int Link { get; init; }

    /// <summary>The link; of an official account's code where its picture is.</summary>
    public string? Url { get; init; }

    /// <summary>When the link dies; null for never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Why WeChat refused it (全局返回码).</summary>
    public long? ErrCode { get; init; }

    public string? ErrMsg { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>A query has this for the entrance; a code's scene is the entrance itself.</summary>
    public string QueryWithEntrance => Query.Length == 0 ? $"entrance={EntranceId}" : $"{Query}&entrance={EntranceId}";

    /// <summary>Null for without end.</summary>
    public TimeSpan? Life => Kind switch
    {
        EntranceKind.MiniProgramCode => null,
        EntranceKind.OfficialAccountCode => LifeDays is { } days ? TimeSpan.FromDays(days) : null,
        // WeChat takes no other life for it.
        EntranceKind.ShortLink => CodeRules.LongestLife,
        EntranceKind.UrlLink or EntranceKind.UrlScheme => LifeDays is { } days ? TimeSpan.FromDays(days) : CodeRules.LongestLife,
    };

    /// <summary>Where somebody came from whose start has no number that says it.</summary>
    public SaleChannel Channel => Kind switch
    {
        EntranceKind.OfficialAccountCode => SaleChannel.OfficialAccount,
        EntranceKind.MiniProgramCode => SaleChannel.SearchOrScan,
        EntranceKind.UrlLink or EntranceKind.UrlScheme or EntranceKind.ShortLink => SaleChannel.Other,
    };

    public EntranceStatus StatusAt(DateTimeOffset now) =>
        Made != Making ? EntranceStatus.Making
        : ErrCode is not null ? EntranceStatus.Refused
        : EndsAt <= now ? EntranceStatus.Ended
        : EntranceStatus.Ready;

    /// <summary>WeChat is to be asked for another one; until it answers, the one before is shown.</summary>
    public Entrance Again() => this with { Making = Making + 1 };

    /// <summary>What WeChat made for the entrance before it was changed stays with it.</summary>
    public Entrance Keeping(Entrance before) => this with
    {
        Making = before.Making,
        Made = before.Made,
        Link = before.Link,
        Url = before.Url,
        EndsAt = before.EndsAt,
        ErrCode = before.ErrCode,
        ErrMsg = before.ErrMsg,
        CreatedAt = before.CreatedAt,
    };

    /// <summary>Whether what WeChat made for another entrance is good for this one.</summary>
    public bool LeadsWhere(Entrance other) => (Kind, AppId, Page, Query, LifeDays) == (other.Kind, other.AppId, other.Page, other.Query, other.LifeDays)
        && (Kind != EntranceKind.ShortLink || Name == other.Name);
}

/// <summary>The entrances as they were at one moment, by id.</summary>
internal sealed class EntranceSnapshot(IReadOnlyList<Entrance> all)
{
    private readonly Dictionary<EntranceId, Entrance> _byId = all.ToDictionary(e => e.EntranceId);

    public IReadOnlyList<Entrance> All => all;

    public Entrance? Find(EntranceId id) => _byId.GetValueOrDefault(id);
}

/// <summary>The entrances that operators made.</summary>
internal sealed class EntranceSet(LiveSetTools tools)
    : LiveSet<Entrance, EntranceSnapshot>(new(Tables.Entrances, "entrance"), static all => new EntranceSnapshot(all), tools);
