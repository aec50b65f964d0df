using System.Text.RegularExpressions;

namespace WeCommerce.Shop.Notices;

/// <summary>Texts that name facts: <c>{product} 已发货</c>.</summary>
internal static partial class NoticeText
{
    /// <summary>The facts that a text names.</summary>
    public static IEnumerable<string> NamesIn(string text) => Name().Matches(text).Select(m => m.Groups["name"].Value);

    /// <summary>The text with the facts in it; one that is not known is left out.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> facts) => Name().Replace(text, m => facts.GetValueOrDefault(m.Groups["name"].Value, ""));

    /// <summary>As <see cref="Fill"/>, for the path and query of a page.</summary>
    public static string FillPage(string page, IReadOnlyDictionary<string, string> facts) =>
        Name().Replace(page, m => Uri.EscapeDataString(facts.GetValueOrDefault(m.Groups["name"].Value, "")));

    [GeneratedRegex(@"\{(?<name>[A-Za-z]{1,32})\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
