namespace WeCommerce.Simulator.Wire;

/// <summary>Bills are in yuan, everything else is in fen.</summary>
internal static class Yuan
{
    /// <summary>1990 is <c>19.90</c>.</summary>
    public static string Text(long fen) => $"{(fen < 0 ? "-" : "")}{Math.Abs(fen) / 100}.{Math.Abs(fen) % 100:00}";

    /// <summary>手续费 have five decimals: 12 is <c>0.12000</c>.</summary>
    public static string FeeText(long fen) => Text(fen) + "000";
}
