using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>What somebody wrote or did, as rules see it.</summary>
/// <param name="Text">What was written, a button's key, a code's scene, or where the session was opened; empty for none.</param>
internal readonly record struct Occasion(ReplyOccasion Kind, string Text)
{
    /// <summary>What is before the scene when somebody follows by a parametric code.</summary>
    private const string ScenePrefix = "qrscene_";

    /// <summary>Null when there is nothing to reply to.</summary>
    public static Occasion? Of(Push push) => push.Kind switch
    {
        "message.text" => new(ReplyOccasion.Keyword, push.Message["Content"]),
        "subscribe" => new(ReplyOccasion.Follow, SceneOf(push.Message["EventKey"])),
        "click" => new(ReplyOccasion.Click, push.Message["EventKey"]),
        "scan" => new(ReplyOccasion.Scan, push.Message["EventKey"]),
        "user_enter_tempsession" => new(ReplyOccasion.Enter, push.Message["SessionFrom"]),
        var kind when kind.StartsWith("message.", StringComparison.Ordinal) => new(ReplyOccasion.Default, ""),
        _ => null,
    };

    /// <summary>The scene in the EventKey of who begins to follow; empty when they came otherwise.</summary>
    public static string SceneOf(string eventKey) => eventKey.StartsWith(ScenePrefix, StringComparison.Ordinal) ? eventKey[ScenePrefix.Length..] : "";

    // What people wrote stands in no log.
    public override string ToString() => $"{Kind}";
}

/// <summary>Which rule an occasion falls under. Pure.</summary>
internal static class ReplyDecision
{
    /// <summary>
    /// Of the rules that are on and fit, the one with the highest priority; of equals one that compares whole texts, then one that looks for a text
    /// in them, then one for any; then the first by id. A message for which there is no keyword falls under the default.
    /// </summary>
    /// <param name="rules">One app's, in any order.</param>
    /// <param name="occasion">What happened.</param>
    public static ReplyRule? Choose(IEnumerable<ReplyRule> rules, Occasion occasion)
    {
        var on = rules.Where(r => r.IsOn).ToList();
        return Best(on, occasion)
            ?? (occasion.Kind == ReplyOccasion.Keyword ? Best(on, new(ReplyOccasion.Default, "")) : null);
    }

    private static ReplyRule? Best(IEnumerable<ReplyRule> rules, Occasion occasion) => rules
        .Where(r => r.When.Kind == occasion.Kind && r.When.Takes(occasion.Text))
        .OrderByDescending(r => r.Priority)
        .ThenBy(r => r.When.Texts.Count == 0)
        .ThenBy(r => r.When.Match)
        .ThenBy(r => r.RuleId.Value, StringComparer.Ordinal)
        .FirstOrDefault();
}
