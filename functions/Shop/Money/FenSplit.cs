namespace WeCommerce.Shop.Money;

/// <summary>Takes an amount apart so that its parts sum to the whole.</summary>
internal static class FenSplit
{
    /// <summary>
    /// In proportion to weights, by largest remainder (最大余额法): each part is its exact share, cut down to a fen, and the fen left over go one each to
    /// those that lost most by the cut, the earlier one where two lost the same. No part is larger than its weight unless the whole is larger than all of them.
    /// </summary>
    /// <param name="amount">0 or more.</param>
    /// <param name="weights">0 or more each; not all 0 unless the amount is.</param>
    public static Fen[] Over(Fen amount, IReadOnlyList<Fen> weights)
    {
        var whole = Fen.Sum(weights).Value;
        if (amount < Fen.Zero || (whole <= 0 && amount > Fen.Zero))
            throw new ArgumentOutOfRangeException(nameof(amount), $"{amount} cannot be split over {whole}.");
        if (amount == Fen.Zero)
            return new Fen[weights.Count];

        var exact = weights.Select(w => (Int128)amount.Value * w.Value).ToArray();
        var parts = Array.ConvertAll(exact, e => (long)(e / whole));
        var left = amount.Value - parts.Sum();
        foreach (var n in Enumerable.Range(0, parts.Length).OrderByDescending(n => exact[n] % whole).Take((int)left))
            parts[n]++;
        return Array.ConvertAll(parts, p => new Fen(p));
    }
}
