using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Orders;

/// <summary>What somebody wants to buy, as a client sends it.</summary>
internal sealed record LineRequest(string? SkuId, int Quantity);

/// <summary>What an order costs, and why.</summary>
/// <param name="At">The instant that decided what is sold, how and at which price. The order's own: one that is not written soon after is never written.</param>
internal sealed record Quote(string MerchantId, IReadOnlyList<OrderLine> Lines, Fen FreightFen, SaleTerms Terms, DateTimeOffset At)
{
    /// <summary>What came off, in the order in which it did.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>What the order takes beside the goods.</summary>
    public IReadOnlyList<IOrderClaim> Claims { get; init; } = Terms.Claims;

    public Fen GoodsFen => Fen.Sum(Lines.Select(l => l.PriceFen * l.Quantity));

    public Fen DiscountFen => Fen.Sum(Lines.Select(l => l.DiscountFen));

    public Fen TotalFen => GoodsFen - DiscountFen + FreightFen;
}

/// <summary>Prices an order from the catalogue and its way of selling alone: a client's idea of a price never enters.</summary>
internal static class Pricing
{
    /// <summary>WeChat Pay takes no more in one payment than a client's bank does; a total above 10 million yuan is a mistake.</summary>
    private static readonly Fen Most = new(1_000_000_000);

    public static Result<Quote> Quote(IReadOnlyList<LineRequest> requests, CatalogSnapshot catalogue, SaleTerms terms, OrderOptions options, DateTimeOffset at)
    {
        var lines = new List<OrderLine>(requests.Count);
        string? merchant = null;
        for (var n = 0; n < requests.Count; n++)
        {
            if (!SkuId.TryParse(requests[n].SkuId, out var id) || catalogue.Find(id) is not ({ OnSale: true } product, var sku))
                return OrderProblems.SkuNotOnSale(n, id);
            if ((merchant ??= product.MerchantId) != product.MerchantId)
                return Problem.Invalid($"lines[{n}].skuId", "An order is of one merchant.");

            var own = terms.Skus?.GetValueOrDefault(id);
            if (terms.Skus is not null && own is null)
                return Problem.Invalid($"lines[{n}].skuId", "Not sold in this way.");

            lines.Add(new OrderLine(n + 1, id, product.SpuId, $"{product.Title} {sku.Title}", requests[n].Quantity, own?.PriceFen ?? sku.PriceFen, Fen.Zero)
            {
                NoReasonReturn = product.NoReasonReturn,
                Places = own is null ? null : [own.Place],
            });
        }

        var goods = Fen.Sum(lines.Select(l => l.PaidFen));
        var quote = new Quote(merchant ?? Product.OwnMerchant, lines, options.FreightOf(goods), terms, at);
        return quote.TotalFen > Most ? Problem.Invalid("lines", $"An order is of at most {Most}.") : quote;
    }
}

/// <summary>How the shop takes orders.</summary>
internal sealed class OrderOptions
{
    /// <summary>How long an order waits for its payment: 30 minutes unless set; at least 1 minute (WeChat takes no shorter one), at most 7 days.</summary>
    public TimeSpan PayWindow { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Freight of an order, in fen; 0 unless set.</summary>
    public long FreightFen { get; set; }

    /// <summary>Goods of at least this many fen, discounts taken off, go free; 0 for always.</summary>
    public long FreeFreightFromFen { get; set; }

    public Fen FreightOf(Fen goods) => goods >= new Fen(FreeFreightFromFen) ? Fen.Zero : new Fen(FreightFen);

    public IEnumerable<string> Faults()
    {
        if (PayWindow < TimeSpan.FromMinutes(1) || PayWindow > TimeSpan.FromDays(7) - TimeSpan.FromMinutes(10))
            yield return "Orders__PayWindow must be between 00:01:00 and 6.23:50:00.";
        if (FreightFen is < 0 or > 1_000_000)
            yield return "Orders__FreightFen must be between 0 and 1000000.";
        if (FreeFreightFromFen < 0)
            yield return "Orders__FreeFreightFromFen must be 0 or more.";
    }
}
