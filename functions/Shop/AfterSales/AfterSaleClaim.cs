using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.AfterSales;

/// <summary>What a shopper asks for.</summary>
/// <param name="Lines">Null for all that is left.</param>
/// <param name="AmountFen">Less than the pieces' share, if the shopper is content with less.</param>
internal sealed record AfterSaleWish(
    AfterSaleKind Kind, IReadOnlyList<ClaimedLine>? Lines, Fen? AmountFen, AfterSaleReason Reason, string? Note, IReadOnlyList<string> Images);

internal sealed record ClaimedLine(int LineNo, int Quantity);

/// <summary>Which pieces a wish is about, and what of their price goes back at the most: exact to the fen, however an order is taken apart.</summary>
internal sealed record AfterSaleClaim(IReadOnlyList<AfterSaleLine> Lines, bool BeforeShipping, Fen FreightFen)
{
    public Fen MostFen => Fen.Sum(Lines.Select(l => l.ShareFen)) + FreightFen;

    public static Result<AfterSaleClaim> Of(Order order, AfterSaleWish wish)
    {
        var wanted = wish.Lines ?? [.. order.Lines.Select(l => new ClaimedLine(l.LineNo, order.UnclaimedOf(l))).Where(l => l.Quantity > 0)];
        if (wanted.Count == 0)
            return AfterSaleProblems.NothingLeft;

        var lines = new List<AfterSaleLine>(wanted.Count);
        var (unshipped, shipped) = (true, true);
        for (var n = 0; n < wanted.Count; n++)
        {
            if (order.Lines.FirstOrDefault(l => l.LineNo == wanted[n].LineNo) is not { } line)
                return Problem.Invalid($"lines[{n}].lineNo", "The order has no such line.");
            if (wanted[n].Quantity > order.UnclaimedOf(line))
                return Problem.Invalid($"lines[{n}].quantity", $"{order.UnclaimedOf(line)} pieces are left for after-sale.");

            unshipped &= wanted[n].Quantity <= order.ShippableOf(line);
            shipped &= wanted[n].Quantity <= order.ReturnableOf(line);
            lines.Add(new AfterSaleLine(line.LineNo, wanted[n].Quantity, ShareOf(order, line, wanted[n].Quantity)));
        }
        if (!unshipped && !shipped)
            return AfterSaleProblems.PartlyShipped;

        // Goods that can be taken either way: money alone is for those that never left, goods back for those that did.
        var before = unshipped && (!shipped || wish.Kind == AfterSaleKind.RefundOnly);
        return new AfterSaleClaim(lines, before, FreightOf(order, lines, before, wish));
    }

    /// <summary>
    /// Pieces 1 … n of a line are worth ⌊worth · n / quantity⌋ together, and a claim what of that is not claimed yet: parts never sum to more
    /// than the whole, and all pieces to exactly the whole.
    /// </summary>
    private static Fen ShareOf(Order order, OrderLine line, int quantity)
    {
        var claimed = order.LiveClaimsOf(line.LineNo).ToList();
        var pieces = claimed.Sum(c => c.Quantity) + quantity;
        var worth = new Fen((long)((Int128)line.WorthFen.Value * pieces / line.Quantity));
        var taken = Fen.Sum(claimed.Select(c => c.ShareFen));
        return worth > taken ? worth - taken : Fen.Zero;
    }

    /// <summary>The freight goes back once, with the last of the goods: when nothing was sent, or when what was sent is the shop's fault.</summary>
    private static Fen FreightOf(Order order, List<AfterSaleLine> lines, bool beforeShipping, AfterSaleWish wish)
    {
        var last = order.Lines.All(l => order.UnclaimedOf(l) == lines.Where(c => c.LineNo == l.LineNo).Sum(c => c.Quantity));
        var nothingSent = beforeShipping && order.Shipments.Count == 0;
        var owed = last && wish.Kind != AfterSaleKind.Exchange && (nothingSent || AfterSaleRules.IsTheShopsFault(wish.Reason))
            && order.AfterSales.All(a => !a.IsLive || a.FreightFen == Fen.Zero);
        return owed ? order.FreightFen : Fen.Zero;
    }
}
