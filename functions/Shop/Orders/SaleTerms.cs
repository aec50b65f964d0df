using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.Orders;

/// <summary>A way of selling that an order can ask for instead of the ordinary one: a group-buy (拼团), a flash sale (秒杀).</summary>
internal interface ISaleWay
{
    /// <summary>Whether the order asks for this way.</summary>
    bool IsAskedFor(OrderRequest request);

    /// <summary>What the goods are sold at.</summary>
    /// <param name="session">Whose order it is.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="at">The instant that decides whether it is sold so: the one at which the order comes about.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<Result<SaleTerms>> TermsAsync(Session session, OrderRequest request, DateTimeOffset at, CancellationToken cancellation);
}

/// <summary>What an order's way of selling says about it.</summary>
internal sealed record SaleTerms
{
    /// <summary>The ordinary way: catalogue prices, the SKUs' own stock.</summary>
    public static SaleTerms Ordinary { get; } = new();

    /// <summary>Price and place of the SKUs that are sold in this way; null where the catalogue says it all.</summary>
    public IReadOnlyDictionary<SkuId, SkuTerms>? Skus { get; init; }

    /// <summary>Whether coupons and the shop's price rules come off its prices, too.</summary>
    public bool TakesDiscounts { get; init; } = true;

    /// <summary>What the order takes beside the goods.</summary>
    public IReadOnlyList<IOrderClaim> Claims { get; init; } = [];

    /// <summary>Marks the new order as sold in this way.</summary>
    public Func<Order, Order> Mark { get; init; } = static order => order;
}

internal sealed record SkuTerms(Fen PriceFen, StockPlace Place);
