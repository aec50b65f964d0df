using System.Globalization;
using System.Text.RegularExpressions;

namespace WeCommerce.Simulator.Messages;

/// <summary>What the values of a subscription message must be (订阅消息参数值内容限制说明). A key is its kind and a number: thing1, time2.</summary>
internal static partial class TemplateValues
{
    private static readonly string[] Dates = ["yyyy年M月d日", "yyyy年M月d日 H:mm", "yyyy年M月d日 H:mm:ss"];
    private static readonly string[] Times = ["H:mm", "H:mm:ss", "yyyy年M月d日 H:mm", "yyyy年M月d日 H:mm:ss"];

    public static bool IsValid(string key, string? value) =>
        KeyForm().Match(key) is { Success: true } form && !string.IsNullOrWhiteSpace(value) && form.Groups["kind"].Value switch
        {
            "thing" => Length(value) <= 20,
            "number" => Number().IsMatch(value) && value.Length <= 32,
            "letter" => Letters().IsMatch(value),
            "symbol" => Length(value) <= 5 && !LetterOrDigit().IsMatch(value),
            "character_string" => CharacterString().IsMatch(value),
            "time" => IsSpan(value, Times),
            "date" => IsSpan(value, Dates),
            "amount" => Amount().IsMatch(value),
            "phone_number" => PhoneNumber().IsMatch(value),
            "car_number" => CarNumber().IsMatch(value),
            "name" => Name().IsMatch(value) && Length(value) <= (Han().IsMatch(value) ? 10 : 20),
            "phrase" => Phrase().IsMatch(value),
            _ => false,
        };

    // 时间段: two of them, joined by ~.
    private static bool IsSpan(string value, string[] forms) =>
        value.Split('~') is { Length: <= 2 } ends &&
        Array.TrueForAll(ends, end => DateTime.TryParseExact(end, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private static int Length(string value) => value.EnumerateRunes().Count();

    [GeneratedRegex("^(?<kind>[a-z_]+)[0-9]+\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyForm();

    [GeneratedRegex("^-?[0-9]+(\\.[0-9]+)?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex("^[A-Za-z]{1,32}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Letters();

    [GeneratedRegex("[\\p{L}\\p{N}]", RegexOptions.NonBacktracking)]
    private static partial Regex LetterOrDigit();

    [GeneratedRegex("^[ -~]{1,32}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex CharacterString();

    [GeneratedRegex("^\\p{Sc}?[0-9]{1,10}(\\.[0-9]{1,2})?元?\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Amount();

    [GeneratedRegex("^[0-9+() #*-]{1,17}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(
        "^[\\p{IsCJKUnifiedIdeographs}A-Za-z0-9][A-Za-z0-9]{0,6}[\\p{IsCJKUnifiedIdeographs}A-Za-z0-9]?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex CarNumber();

    [GeneratedRegex("^[^0-9]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("\\p{IsCJKUnifiedIdeographs}", RegexOptions.NonBacktracking)]
    private static partial Regex Han();

    [GeneratedRegex("^\\p{IsCJKUnifiedIdeographs}{1,5}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Phrase();
}
