using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>What a rate makes of an amount, as WeChat rounds it: to the nearest fen, or printed to five decimals of a yuan. Whole numbers throughout.</summary>
internal static class FeeRule
{
    private const long MilliFenPerFen = 1000;

    /// <summary>A rate is read as a number of 0.00001 %: so many are the whole.</summary>
    private const long Whole = 10_000_000;

    /// <summary>Reads <c>0.60%</c>.</summary>
    public static bool TryParseRate(string text, out long rate)
    {
        rate = 0;
        if (!text.EndsWith('%') || !YuanText.TryParseFee(text.AsSpan(0, text.Length - 1), out var percent) || percent.Value is < 0 or > Whole)
            return false;

        rate = percent.Value;
        return true;
    }

    /// <summary>The fee of a payment.</summary>
    public static long Of(long fen, long rate) => (long)Rounded((Int128)fen * rate, Whole);

    public static bool IsFeeOf(long fen, long rate, MilliFen fee) =>
        fee.Value == Rounded((Int128)fen * rate, Whole) * MilliFenPerFen || fee.Value == Rounded((Int128)fen * rate * MilliFenPerFen, Whole);

    /// <summary>
    /// What comes back with a refund, as a negative fee. WeChat gives back so much that the refunds of a payment add up to its whole fee: one of them may be
    /// rounded up or down.
    /// </summary>
    public static bool IsReturnOf(long fen, long rate, MilliFen fee) =>
        fee.Value <= 0 && Int128.Abs(((Int128)fen * rate * MilliFenPerFen) + ((Int128)fee.Value * Whole)) < (Int128)MilliFenPerFen * Whole;

    private static Int128 Rounded(Int128 value, long by) => (value + (by / 2)) / by;
}
