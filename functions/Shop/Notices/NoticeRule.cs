using WeCommerce.Shop.LiveSets;

namespace WeCommerce.Shop.Notices;

/// <summary>How members are told of one kind of event. Without a rule nobody is told, and it costs nothing.</summary>
internal sealed record NoticeRule
{
    public required NoticeKind Kind { get; init; }

    /// <summary>The ways to the member, in the order in which they are tried.</summary>
    public required IReadOnlyList<NoticeRoute> Routes { get; init; }

    public required NoticeRank Rank { get; init; }

    public bool IsOn { get; init; } = true;
}

internal enum NoticeRouteKind
{
    /// <summary>订阅消息 of a mini-program: one for each permission.</summary>
    SubscribeMessage,

    /// <summary>客服消息: to who wrote within two days.</summary>
    CustomerMessage,

    /// <summary>模板消息 of an official account: to who follows it.</summary>
    TemplateMessage,
}

/// <summary>A way to a member. Texts may name facts of what happened: <c>{product}</c>.</summary>
internal sealed record NoticeRoute
{
    public required NoticeRouteKind Kind { get; init; }

    /// <summary>The mini-program or the official account that it goes out from.</summary>
    public required string AppId { get; init; }

    /// <summary>WeChat's id of the template; empty for customer-service messages.</summary>
    public string TemplateId { get; init; } = "";

    /// <summary>The template's keys, and what stands there.</summary>
    public IReadOnlyList<NoticeField> Fields { get; init; } = [];

    /// <summary>Where a tap leads, in the mini-program; empty for nowhere.</summary>
    public string Page { get; init; } = "";

    /// <summary>The mini-program that a template message opens; empty for none.</summary>
    public string PageAppId { get; init; } = "";

    /// <summary>What a customer-service message says.</summary>
    public string Text { get; init; } = "";
}

/// <param name="Key">A key of the template: thing1, amount2 …</param>
internal sealed record NoticeField(string Key, string Text);

/// <summary>The rules as they were at one moment.</summary>
internal sealed class NoticeRuleSet(IReadOnlyList<NoticeRule> rules)
{
    public IReadOnlyList<NoticeRule> All => rules;

    public NoticeRule? Find(NoticeKind kind) => rules.FirstOrDefault(r => r.Kind == kind);

    /// <summary>The rule of a kind, if its members are told.</summary>
    public NoticeRule? FindOn(NoticeKind kind) => Find(kind) is { IsOn: true } rule ? rule : null;

    /// <summary>What a template is used for, by the rules that are on.</summary>
    public IReadOnlyList<NoticeKind> UsesOf(string appId, string templateId) =>
        [.. rules.Where(r => r.IsOn && r.Routes.Any(t => t.Kind == NoticeRouteKind.SubscribeMessage && t.AppId == appId && t.TemplateId == templateId)).Select(r => r.Kind)];

    /// <summary>
    /// How many permissions of a template a kind leaves for others (优先级): one for each kind of a higher rank that the template is used for, too.
    /// </summary>
    public int KeptFrom(NoticeRule rule, NoticeRoute route) => UsesOf(route.AppId, route.TemplateId).Count(k => FindOn(k)?.Rank < rule.Rank);
}

/// <summary>The rules by which members are told.</summary>
internal sealed class NoticeRules(LiveSetTools tools)
    : LiveSet<NoticeRule, NoticeRuleSet>(new(Tables.NoticeRules, "rule"), static all => new NoticeRuleSet(all), tools);
