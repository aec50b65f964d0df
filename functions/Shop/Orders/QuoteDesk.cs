using Microsoft.Extensions.Options;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Promotions;

namespace WeCommerce.Shop.Orders;

/// <summary>Says what an order costs: its way of selling decides the prices, then discounts come off, then freight comes on.</summary>
internal sealed class QuoteDesk(Catalogue catalogue, IEnumerable<ISaleWay> ways, DiscountDesk discounts, IOptions<OrderOptions> options, TimeProvider time)
{
    public async Task<Result<Quote>> QuoteAsync(Session session, OrderRequest request, CancellationToken cancellation)
    {
        var snapshot = await catalogue.GetAsync(cancellation);
        var quote = await PriceAsync(session, request, snapshot, cancellation);
        return quote.Problem is not null
            ? quote
            : await discounts.TakeOffAsync(quote.Value, BasketOf(quote.Value, snapshot), session.MemberId, request.CouponIds ?? [], cancellation);
    }

    /// <summary>What the member's coupons would do to the order.</summary>
    public async Task<Result<CouponAdvice>> AdviseAsync(Session session, OrderRequest request, CancellationToken cancellation)
    {
        var snapshot = await catalogue.GetAsync(cancellation);
        var quote = await PriceAsync(session, request, snapshot, cancellation);
        return quote.Problem is { } problem
            ? problem
            : await discounts.AdviseAsync(quote.Value, BasketOf(quote.Value, snapshot), session.MemberId, cancellation);
    }

    private async Task<Result<Quote>> PriceAsync(Session session, OrderRequest request, CatalogSnapshot snapshot, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var asked = ways.Where(w => w.IsAskedFor(request)).ToList();
        if (asked.Count > 1)
            return Problem.Invalid("groupBuy", "An order is sold in one way.");

        var terms = asked is [var way] ? await way.TermsAsync(session, request, at, cancellation) : SaleTerms.Ordinary;
        return terms.Problem is { } problem ? problem : Pricing.Quote(request.Lines ?? [], snapshot, terms.Value, options.Value, at);
    }

    private Basket BasketOf(Quote quote, CatalogSnapshot snapshot) =>
        new(quote.Lines, [.. quote.Lines.Select(l => snapshot.Find(l.SpuId)?.Category ?? "")], options.Value.FreightOf);
}
