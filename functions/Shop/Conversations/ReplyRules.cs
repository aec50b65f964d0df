using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>The rules as they were at one moment, by id.</summary>
internal sealed class ReplyRuleSnapshot(IReadOnlyList<ReplyRule> rules)
{
    private readonly ILookup<string, ReplyRule> _byApp = rules.ToLookup(r => r.App, StringComparer.Ordinal);

    /// <summary>All, those that are off too.</summary>
    public IReadOnlyList<ReplyRule> All => rules;

    public IEnumerable<ReplyRule> Of(string app) => _byApp[app];
}

/// <summary>What the shop's apps say by themselves (自动回复).</summary>
internal sealed class ReplyRules(LiveSetTools tools)
    : LiveSet<ReplyRule, ReplyRuleSnapshot>(new(Tables.ReplyRules, "rule"), static all => new ReplyRuleSnapshot(all), tools)
{
    /// <summary>What a push is to be answered with; null for nothing.</summary>
    public async ValueTask<ReplyChoice?> ChooseAsync(PushApp app, Push push, CancellationToken cancellation) =>
        Occasion.Of(push) is { } occasion && ReplyDecision.Choose((await GetAsync(cancellation)).Of(app.Name), occasion) is { } rule
            ? new ReplyChoice(rule.RuleId, rule.Reply, rule.CouponOfferId, rule.Reply.Passive(app.IsOfficial) is not null)
            : null;
}
