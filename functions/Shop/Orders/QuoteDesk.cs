using Microsoft.Extensions.Options;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Orders;

/// <summary>Says what an order costs: its way of selling decides the prices, then discounts come off, then freight comes on.</summary>
internal sealed class QuoteDesk(Catalogue catalogue, IEnumerable<ISaleWay> ways, IOptions<OrderOptions> options)
{
    public async Task<Result<Quote>> QuoteAsync(Session session, OrderRequest request, CancellationToken cancellation)
    {
        var asked = ways.Where(w => w.IsAskedFor(request)).ToList();
        if (asked.Count > 1)
            return Problem.Invalid("groupBuy", "An order is sold in one way.");

        var terms = asked is [var way] ? await way.TermsAsync(session, request, cancellation) : SaleTerms.Ordinary;
        return terms.Problem is { } problem ? problem : Pricing.Quote(request.Lines ?? [], await catalogue.GetAsync(cancellation), terms.Value, options.Value);
    }
}
