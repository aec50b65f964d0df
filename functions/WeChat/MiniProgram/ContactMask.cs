namespace WeCommerce.WeChat.MiniProgram;

/// <summary>Telephone numbers as the carriers' contacts take them: masked but for the last four digits (采用掩码传输，最后4位数字不能打掩码).</summary>
public static class ContactMask
{
    private const int Open = 4;
    private const int MaxLength = 1024;

    /// <summary>18912341234 → <c>189****1234</c>; null when there are not even five digits.</summary>
    public static string? Of(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits.Length switch
        {
            <= Open => null,
            11 => $"{digits[..3]}****{digits[^Open..]}",
            _ => $"****{digits[^Open..]}",
        };
    }

    /// <summary>Whether a text hides a number and shows its last four digits: <c>189****1234</c>, <c>021-****1234</c>, <c>0**2-******23-10</c>.</summary>
    public static bool IsMasked(string contact)
    {
        var text = contact.Replace("-", "", StringComparison.Ordinal);
        return contact.Length <= MaxLength && text.Length > Open && text.Contains('*', StringComparison.Ordinal)
            && text.AsSpan(text.Length - Open).IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
