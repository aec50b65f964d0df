using System.Globalization;
using System.Text.RegularExpressions;

namespace WeCommerce.WeChat.Messages;

/// <summary>What a key of a subscribe message's template takes (参数值限制), told by the key's name without its number.</summary>
public enum SubscribeFieldKind
{
    /// <summary>thing: 20 characters.</summary>
    Thing,

    /// <summary>number: 32 digits, with a decimal point.</summary>
    Number,

    /// <summary>letter: 32 letters.</summary>
    Letter,

    /// <summary>symbol: 5 signs.</summary>
    Symbol,

    /// <summary>character_string: 32 digits, letters or signs.</summary>
    CharacterString,

    /// <summary>time: <c>15:01</c>, or with a date before it.</summary>
    Time,

    /// <summary>date: <c>2019年10月1日</c>, or with a time behind it.</summary>
    Date,

    /// <summary>amount: a sign of currency and ten digits, two of them behind the point.</summary>
    Amount,

    /// <summary>phone_number: 17 digits and signs.</summary>
    PhoneNumber,

    /// <summary>car_number: 8 characters.</summary>
    CarNumber,

    /// <summary>name: 10 Chinese characters or 20 letters.</summary>
    Name,

    /// <summary>phrase: 5 Chinese characters.</summary>
    Phrase,

    /// <summary>enum: one of the values that the template lists.</summary>
    Enum,
}

/// <summary>The rules of the kinds.</summary>
public static partial class SubscribeFields
{
    private const char Ellipsis = '…';

    /// <summary>The kind that a key has; null when it is no key: <c>thing1</c>, <c>character_string12</c>.</summary>
    public static SubscribeFieldKind? KindOf(string key) => Key().Match(key) is { Success: true } match
        ? match.Groups["kind"].Value switch
        {
            "thing" => SubscribeFieldKind.Thing,
            "number" => SubscribeFieldKind.Number,
            "letter" => SubscribeFieldKind.Letter,
            "symbol" => SubscribeFieldKind.Symbol,
            "character_string" => SubscribeFieldKind.CharacterString,
            "time" => SubscribeFieldKind.Time,
            "date" => SubscribeFieldKind.Date,
            "amount" => SubscribeFieldKind.Amount,
            "phone_number" => SubscribeFieldKind.PhoneNumber,
            "car_number" => SubscribeFieldKind.CarNumber,
            "name" => SubscribeFieldKind.Name,
            "phrase" => SubscribeFieldKind.Phrase,
            "enum" => SubscribeFieldKind.Enum,
            _ => null,
        }
        : null;

    /// <summary>Whether WeChat takes a value for that kind. What the template lists for an enum only WeChat knows.</summary>
    public static bool Takes(SubscribeFieldKind kind, string value) => value.Length > 0 && kind switch
    {
        SubscribeFieldKind.Thing => LengthOf(value) <= 20 && !HasLineBreak(value),
        SubscribeFieldKind.Number => NumberForm().IsMatch(value),
        SubscribeFieldKind.Letter => LetterForm().IsMatch(value),
        SubscribeFieldKind.Symbol => LengthOf(value) <= 5 && !value.Any(char.IsLetterOrDigit),
        SubscribeFieldKind.CharacterString => CharacterForm().IsMatch(value),
        SubscribeFieldKind.Time => TimeForm().IsMatch(value),
        SubscribeFieldKind.Date => DateForm().IsMatch(value),
        SubscribeFieldKind.Amount => AmountForm().IsMatch(value),
        SubscribeFieldKind.PhoneNumber => PhoneForm().IsMatch(value),
        SubscribeFieldKind.CarNumber => LengthOf(value) <= 8,
        SubscribeFieldKind.Name => NameFits(value),
        SubscribeFieldKind.Phrase => LengthOf(value) <= 5 && value.All(IsChinese),
        SubscribeFieldKind.Enum => true,
        _ => throw new InvalidOperationException($"There is no kind {kind}."),
    };

    /// <summary>
    /// A value as WeChat takes it: texts are cut with an ellipsis, what cannot stand in them is left out. Null when nothing of it can: then the message is
    /// not to be sent.
    /// </summary>
    public static string? Fit(SubscribeFieldKind kind, string value)
    {
        var fitted = kind switch
        {
            SubscribeFieldKind.Thing => Cut(OneLine(value), 20),
            SubscribeFieldKind.CharacterString => new string([.. value.Where(c => c is > ' ' and < '\u007f').Take(32)]),
            SubscribeFieldKind.Name => CutName(OneLine(value)),
            SubscribeFieldKind.Phrase => new string([.. value.Where(IsChinese).Take(5)]),
            _ => value.Trim(),
        };
        return Takes(kind, fitted) ? fitted : null;
    }

    private static string OneLine(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Cut(string value, int most)
    {
        if (LengthOf(value) <= most)
            return value;
        var info = new StringInfo(value);
        var kept = info.LengthInTextElements;
        // A text element may be several characters; WeChat counts characters.
        string cut;
        do
            cut = info.SubstringByTextElements(0, --kept);
        while (LengthOf(cut) > most - 1);
        return cut + Ellipsis;
    }

    private static string CutName(string value) => NameFits(value) ? value : Cut(value, value.Any(IsChinese) ? 10 : 20);

    private static bool NameFits(string value) => LengthOf(value) <= (value.All(char.IsAscii) ? 20 : 10) && !HasLineBreak(value);

    private static int LengthOf(string value) => value.Length;

    private static bool HasLineBreak(string value) => value.AsSpan().ContainsAny('\r', '\n');

    private static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';

    [GeneratedRegex("^(?<kind>[a-z]+(_[a-z]+)?)[0-9]{1,3}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"^-?[0-9]{1,32}(\.[0-9]{1,31})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberForm();

    [GeneratedRegex("^[A-Za-z]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex LetterForm();

    [GeneratedRegex("^[!-~]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex CharacterForm();

    [GeneratedRegex("^([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 )?([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeForm();

    [GeneratedRegex("^[0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2})( ([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"^[¥￥$€£]?[0-9]{1,10}(\.[0-9]{1,2})?元?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AmountForm();

    [GeneratedRegex("^[0-9+() -]{1,17}$", RegexOptions.None, 1000)]
    private static partial Regex PhoneForm();
}
