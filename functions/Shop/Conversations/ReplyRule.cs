using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Coupons;

namespace WeCommerce.Shop.Conversations;

/// <summary>A rule of replies (自动回复规则); form as <see cref="SpuId"/>, chosen by who runs the shop.</summary>
[JsonConverter(typeof(IdentifierConverter<ReplyRuleId>))]
internal readonly record struct ReplyRuleId : IIdentifier<ReplyRuleId>
{
    private ReplyRuleId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out ReplyRuleId id)
    {
        var good = CatalogId.Looks(text);
        id = good ? new ReplyRuleId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>On what occasion something is said.</summary>
internal enum ReplyOccasion
{
    /// <summary>关键词: somebody writes one of the texts.</summary>
    Keyword,

    /// <summary>默认: somebody sends a message for which no keyword is there.</summary>
    Default,

    /// <summary>关注: somebody follows the official account. The texts are scenes of parametric codes (带参二维码).</summary>
    Follow,

    /// <summary>菜单点击: somebody taps a button of the menu. The texts are keys.</summary>
    Click,

    /// <summary>扫码: a follower scans a parametric code. The texts are scenes.</summary>
    Scan,

    /// <summary>进入客服会话: somebody opens the mini-program's customer service. The texts are what the page says of itself (session-from).</summary>
    Enter,
}

/// <summary>How a text is compared: without blanks around it, and capitals are as good as small letters.</summary>
internal enum TextMatch
{
    /// <summary>全匹配.</summary>
    Exact,

    /// <summary>半匹配: the text stands anywhere in what was written.</summary>
    Contains,
}

/// <param name="Texts">Any of them; none for whatever the text is.</param>
internal sealed record ReplyWhen(ReplyOccasion Kind, IReadOnlyList<string> Texts, TextMatch Match)
{
    public bool Takes(string text) => Texts.Count == 0 || Texts.Any(t => Match switch
    {
        TextMatch.Exact => text.Trim().Equals(t, StringComparison.OrdinalIgnoreCase),
        TextMatch.Contains => text.Contains(t, StringComparison.OrdinalIgnoreCase),
    });
}

/// <summary>What is said on an occasion.</summary>
internal sealed record ReplyRule
{
    public required ReplyRuleId RuleId { get; init; }

    /// <summary>The app's name in the settings (<c>Pushes__Apps__{name}</c>).</summary>
    public required string App { get; init; }

    public required ReplyWhen When { get; init; }

    public required Reply Reply { get; init; }

    /// <summary>What who follows is given, once for ever.</summary>
    public CouponOfferId? CouponOfferId { get; init; }

    /// <summary>Of two rules that fit, the one with the higher number is taken.</summary>
    public int Priority { get; init; }

    public bool IsOn { get; init; }
}
