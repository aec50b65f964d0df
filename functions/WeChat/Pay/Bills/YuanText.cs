namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>Amounts as bills print them: yuan with decimals. Read digit by digit, without floating point.</summary>
public static class YuanText
{
    /// <summary>分 of <c>0.10</c>, <c>45.0</c> or <c>-0.01</c>; false when the text is no amount, or none of whole fen.</summary>
    public static bool TryParseFen(ReadOnlySpan<char> yuan, out long fen) => TryParse(yuan, decimals: 2, out fen);

    /// <summary>A fee, which bills print with five decimals.</summary>
    public static bool TryParseFee(ReadOnlySpan<char> yuan, out MilliFen fee)
    {
        var read = TryParse(yuan, decimals: 5, out var value);
        fee = new MilliFen(value);
        return read;
    }

    /// <summary>A count, which bills may print as <c>45.0</c>.</summary>
    public static bool TryParseCount(ReadOnlySpan<char> text, out long count) => TryParse(text, decimals: 0, out count) && count >= 0;

    /// <summary>The number times ten to the power of <paramref name="decimals"/>; decimals beyond must be zeros.</summary>
    private static bool TryParse(ReadOnlySpan<char> text, int decimals, out long units)
    {
        units = 0;
        var isNegative = text.StartsWith('-');
        var digits = isNegative ? text[1..] : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? "0" : digits[(point + 1)..];
        if (whole.IsEmpty || fraction.IsEmpty || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;
        if (fraction.Length > decimals && fraction[decimals..].ContainsAnyExcept('0'))
            return false;
        long value = 0;
        for (var i = 0; i < whole.Length + decimals; i++)
        {
            var at = i - whole.Length;
            var digit = at < 0 ? whole[i] - '0' : at < fraction.Length ? fraction[at] - '0' : 0;
            if (value > (long.MaxValue - digit) / 10)
                return false;
            value = value * 10 + digit;
        }
        units = isNegative ? -value : value;
        return true;
    }
}
