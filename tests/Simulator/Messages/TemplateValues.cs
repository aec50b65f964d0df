using System.Text;
using System.Text.RegularExpressions;

namespace WeCommerce.Simulator.Messages;

/// <summary>What the keys of a subscribe message's template take (订阅消息参数值内容限制说明).</summary>
internal static partial class TemplateValues
{
    /// <summary>Whether WeChat takes a value; a key that has no kind takes nothing.</summary>
    public static bool Takes(string key, string value)
    {
        if (value.Length == 0)
            return false;
        return key.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') switch
        {
            "thing" => value.Length <= 20,
            "number" => value.Length <= 32 && Number().IsMatch(value),
            "letter" => value.Length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => value.Length <= 5 && value.All(c => char.IsSymbol(c) || char.IsPunctuation(c)),
            "character_string" => value.Length <= 32 && value.All(c => c is > ' ' and <= '~'),
            "time" => Time().IsMatch(value) || DateAndTime().IsMatch(value),
            "date" => Date().IsMatch(value) || DateAndTime().IsMatch(value),
            "amount" => Amount().IsMatch(value),
            "phone_number" => value.Length <= 17 && value.All(c => char.IsAsciiDigit(c) || "+-() ".Contains(c, StringComparison.Ordinal)),
            "car_number" => value.Length <= 8,
            "name" => value.Length <= (Encoding.UTF8.GetByteCount(value) > value.Length ? 10 : 20),
            "phrase" => value.Length <= 5 && value.All(c => c > '\u007f'),
            "enum" => true,
            _ => false,
        };
    }

    [GeneratedRegex(@"^-?\d+(\.\d+)?$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{1,2}:\d{2}(:\d{2})?$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^\d{4}(年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2})$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^\d{4}(年\d{1,2}月\d{1,2}日|-\d{1,2}-\d{1,2}) \d{1,2}:\d{2}(:\d{2})?$")]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^[^\d\s.]?\d{1,10}(\.\d{1,2})?元?$")]
    private static partial Regex Amount();
}
