namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>A thousandth of a fen: the 0.00001 yuan to which bills print a fee (手续费).</summary>
/// <param name="Value">0.00600 yuan is 600; negative where a fee came back with a refund.</param>
public readonly record struct MilliFen(long Value)
{
    private const long PerFen = 1000;

    /// <summary>分, halves away from zero (四舍五入): 499 → 0, 500 → 1, −500 → −1.</summary>
    public long RoundToFen()
    {
        var (fen, rest) = Math.DivRem(Value, PerFen);
        return Math.Abs(rest) * 2 >= PerFen ? fen + Math.Sign(rest) : fen;
    }
}
