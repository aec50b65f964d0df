namespace WeCommerce.Shop.Stock;

/// <summary>
/// How much of a SKU there is. <see cref="OnHand"/> counts the pieces in the warehouse that nobody has paid for;
/// <see cref="Reserved"/> those of them that unpaid orders hold. Neither is ever negative, and no more is reserved than is there.
/// </summary>
/// <param name="Parts">Into how many parts its place is divided (分片), as the first of them says.</param>
internal readonly record struct StockLevel(int OnHand, int Reserved, int Parts = 1)
{
    public const int MostOnHand = 10_000_000;

    public const int MostParts = 32;

    public int Available => OnHand - Reserved;

    /// <summary>Sets pieces aside for an order; null when there are not enough.</summary>
    public StockLevel? Hold(int quantity) => quantity > 0 && quantity <= Available ? this with { Reserved = Reserved + quantity } : null;

    /// <summary>Gives held pieces back: the order will not be paid.</summary>
    public StockLevel Release(int held) => Checked(this with { Reserved = Reserved - held });

    /// <summary>Takes held pieces out: the order is paid.</summary>
    public StockLevel Sell(int held) => Checked(this with { OnHand = OnHand - held, Reserved = Reserved - held });

    /// <summary>Adds or removes pieces; null when fewer would be left than are held, or more than fit.</summary>
    public StockLevel? Change(int delta) =>
        (long)OnHand + delta is var onHand && onHand >= Reserved && onHand <= MostOnHand ? this with { OnHand = (int)onHand } : null;

    /// <summary>Divides the place into so many parts, unless it is into more.</summary>
    public StockLevel Divide(int parts) => this with { Parts = Math.Max(Parts, parts) };

    private static StockLevel Checked(StockLevel level) =>
        level is { Reserved: >= 0, OnHand: >= 0, Available: >= 0 } ? level : throw new InvalidOperationException($"Stock would become {level}.");
}
