using System.Globalization;
using System.Text;
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
    private const int MostOfAThing = 20;

    // No text is looked at further than this for the few characters that are kept.
    private const int MostLookedAt = 1024;

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
    public static bool Takes(SubscribeFieldKind kind, string value) => value.Length > 0 && IsPlain(value) && kind switch
    {
        SubscribeFieldKind.Thing => value.Length <= MostOfAThing,
        SubscribeFieldKind.Number => NumberForm().IsMatch(value),
        SubscribeFieldKind.Letter => LetterForm().IsMatch(value),
        SubscribeFieldKind.Symbol => value.Length <= 5 && value.All(c => char.IsPunctuation(c) || char.IsSymbol(c)),
        SubscribeFieldKind.CharacterString => CharacterForm().IsMatch(value),
        SubscribeFieldKind.Time => TimeForm().IsMatch(value),
        SubscribeFieldKind.Date => DateForm().IsMatch(value),
        SubscribeFieldKind.Amount => AmountForm().IsMatch(value),
        SubscribeFieldKind.PhoneNumber => PhoneForm().IsMatch(value),
        SubscribeFieldKind.CarNumber => value.Length <= 8,
        SubscribeFieldKind.Name => value.Length <= MostOfAName(value),
        SubscribeFieldKind.Phrase => value.Length <= 5 && value.All(IsChinese),
        SubscribeFieldKind.Enum => true,
        _ => throw new InvalidOperationException($"There is no kind {kind}."),
    };

    /// <summary>
    /// A value as WeChat takes it: a thing is cut with an ellipsis, a name, phrase or character_string without, and what cannot stand in them is left out.
    /// Null when nothing of it can: then the message is not to be sent.
    /// </summary>
    public static string? Fit(SubscribeFieldKind kind, string value)
    {
        var line = OneLine(value);
        var fitted = kind switch
        {
            SubscribeFieldKind.Thing when line.Length > MostOfAThing => Beginning(line, MostOfAThing - 1) is { Length: > 0 } kept ? kept + Ellipsis : "",
            SubscribeFieldKind.CharacterString => new string([.. line.Where(c => c is > ' ' and < '\u007f').Take(32)]),
            SubscribeFieldKind.Name => Beginning(line, MostOfAName(line)),
            SubscribeFieldKind.Phrase => new string([.. line.Where(IsChinese).Take(5)]),
            _ => line,
        };
        return Takes(kind, fitted) ? fitted : null;
    }

    /// <summary>Without control characters and halves of characters, and with single spaces.</summary>
    private static string OneLine(string value)
    {
        var line = new StringBuilder(Math.Min(value.Length, MostLookedAt));
        foreach (var rune in value.AsSpan(0, Math.Min(value.Length, MostLookedAt)).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                line.Append(line.Length > 0 && line[^1] != ' ' ? " " : "");
            else if (!Rune.IsControl(rune) && rune != Rune.ReplacementChar)
                line.Append(rune);
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>Whole text elements only: a family of emoji is not left with half its members.</summary>
    private static string Beginning(string value, int most)
    {
        var end = 0;
        while (end < value.Length && StringInfo.GetNextTextElementLength(value, end) is var next && end + next <= most)
            end += next;
        return value[..end].TrimEnd();
    }

    private static int MostOfAName(string value) => value.All(char.IsAscii) ? 20 : 10;

    /// <summary>One line, and every surrogate in its pair.</summary>
    private static bool IsPlain(string value)
    {
        foreach (var rune in value.AsSpan().EnumerateRunes())
        {
            // The replacement character stands for what was no character.
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar || rune.Value is 0x2028 or 0x2029)
                return false;
        }
        return true;
    }

    private static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';

    [GeneratedRegex(@"^(?<kind>[a-z]+(_[a-z]+)?)[0-9]{1,3}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"^-?[0-9]{1,32}(\.[0-9]{1,31})?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"^[A-Za-z]{1,32}\z", RegexOptions.None, 1000)]
    private static partial Regex LetterForm();

    [GeneratedRegex(@"^[!-~]{1,32}\z", RegexOptions.None, 1000)]
    private static partial Regex CharacterForm();

    [GeneratedRegex(@"^([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 )?([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"^[0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2})( ([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateForm();

    [GeneratedRegex(@"^[¥￥$€£]?[0-9]{1,10}(\.[0-9]{1,2})?元?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"^[0-9+() -]{1,17}\z", RegexOptions.None, 1000)]
    private static partial Regex PhoneForm();
}
