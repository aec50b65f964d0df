using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Notices;

/// <summary>
/// What a member may still be sent: the permissions (一次性订阅授权) that were given for each template, and how much has been sent today. Pure: what was
/// granted, less what was spent and taken back, is never below nothing.
/// </summary>
internal sealed record Allowance
{
    private const int MostSources = 40;

    public IReadOnlyDictionary<string, Permission> ByTemplate { get; init; } = new Dictionary<string, Permission>(StringComparer.Ordinal);

    /// <summary>The shop's day that <see cref="SentToday"/> is of.</summary>
    public DateOnly Day { get; init; }

    public int SentToday { get; init; }

    /// <summary>Reports and pushes that were taken, newest last: told again they count for nothing.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public Permission Of(string templateId) => ByTemplate.GetValueOrDefault(templateId, Permission.None);

    /// <summary>The client says how its pop-ups were answered. Told again under the same key, nothing changes.</summary>
    public Allowance Reported(string key, AppIdentity by, IEnumerable<string> accepted) =>
        Taken($"client {key}", accepted, (p, n) => p with { To = by, ByClient = p.ByClient + n });

    /// <summary>WeChat says how its pop-ups were answered (subscribe_msg_popup_event).</summary>
    public Allowance Pushed(string pushId, AppIdentity by, IEnumerable<string> accepted) =>
        Taken($"push {pushId}", accepted, (p, n) => p with { To = by, ByPush = p.ByPush + n });

    /// <summary>What is left of a template's permissions is gone: the member refused in the settings, or WeChat knows of none.</summary>
    public Allowance Revoked(string templateId) => Of(templateId) is { Available: > 0 } permission
        ? With(templateId, permission with { Revoked = permission.Revoked + permission.Available })
        : this;

    /// <summary>Whose permissions they were is forgotten.</summary>
    public Allowance ToNobody() =>
        this with { ByTemplate = ByTemplate.ToDictionary(t => t.Key, t => t.Value with { To = null }, StringComparer.Ordinal) };

    /// <summary>One message more today, and one permission less where the way needs one.</summary>
    /// <param name="templateId">The template whose permission is used; null for a way that needs none.</param>
    /// <param name="keep">How many permissions are left for what is more important.</param>
    /// <param name="most">How many messages of the day are open to this one.</param>
    public (Allowance? Spent, NoticeReason Why) Spend(string? templateId, int keep, int most, DateOnly day)
    {
        if (templateId is not null && Of(templateId).Available <= keep)
            return (null, Of(templateId).Available > 0 ? NoticeReason.KeptForOthers : NoticeReason.NoPermission);
        if (SentOn(day) >= most)
            return (null, NoticeReason.EnoughForToday);

        var spent = this with { Day = day, SentToday = SentOn(day) + 1 };
        return (templateId is null ? spent : spent.With(templateId, Of(templateId) with { Spent = Of(templateId).Spent + 1 }), NoticeReason.None);
    }

    /// <summary>What was spent for a message that certainly was not sent.</summary>
    public Allowance GivenBack(string? templateId, DateOnly day)
    {
        var back = day == Day && SentToday > 0 ? this with { SentToday = SentToday - 1 } : this;
        return templateId is not null && Of(templateId) is { Spent: > 0 } permission ? back.With(templateId, permission with { Spent = permission.Spent - 1 }) : back;
    }

    public int SentOn(DateOnly day) => day == Day ? SentToday : 0;

    private Allowance Taken(string source, IEnumerable<string> accepted, Func<Permission, int, Permission> grant)
    {
        if (Sources.Contains(source, StringComparer.Ordinal))
            return this;

        var taken = this with { Sources = [.. Sources.TakeLast(MostSources - 1), source] };
        foreach (var template in accepted.GroupBy(t => t, StringComparer.Ordinal))
            taken = taken.With(template.Key, grant(taken.Of(template.Key), template.Count()));
        return taken;
    }

    private Allowance With(string templateId, Permission permission) =>
        this with { ByTemplate = new Dictionary<string, Permission>(ByTemplate, StringComparer.Ordinal) { [templateId] = permission } };
}

/// <summary>
/// The permissions of one template. The same pop-up is reported by the client and pushed by WeChat, and either can be lost: each is a part of what was
/// truly given, so the larger of the two never says too much.
/// </summary>
internal sealed record Permission
{
    public static readonly Permission None = new();

    /// <summary>Who gave them: the member as the mini-program knows them.</summary>
    public AppIdentity? To { get; init; }

    public int ByClient { get; init; }

    public int ByPush { get; init; }

    public int Spent { get; init; }

    public int Revoked { get; init; }

    public int Granted => Math.Max(ByClient, ByPush);

    public int Available => Granted - Spent - Revoked;
}
