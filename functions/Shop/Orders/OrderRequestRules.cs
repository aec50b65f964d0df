using FluentValidation;
using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Carts;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.FlashSales;
using WeCommerce.Shop.GroupBuys;

namespace WeCommerce.Shop.Orders;

/// <summary>To buy with a group: with this one, or with a new one.</summary>
internal sealed record GroupBuyRequest(string? ActivityId, string? GroupId);

/// <summary>An order as a client asks for it; for a preview address and key are not needed.</summary>
/// <param name="Lines">SKUs of one merchant, each once.</param>
/// <param name="AddressId">One of the member's addresses; or <paramref name="Address"/>.</param>
/// <param name="CouponIds">Coupons of the member's, at most three; each comes off, or the order is refused.</param>
/// <param name="FlashSale">The flash sale to buy in, at its price; an order is sold in one way.</param>
/// <param name="ExpectedTotalFen">The total that the shopper saw: another one is a 409 with the new one.</param>
/// <param name="Scene">WeChat's scene number of the start (场景值).</param>
/// <param name="Entrance">What the code has as <c>scene</c>, or the link as <c>entrance</c>.</param>
/// <param name="Referrer">The share token that came with a card.</param>
/// <param name="FromCart">Whether the bought lines leave the cart: true unless false is said ("buy now").</param>
internal sealed record OrderRequest(
    IReadOnlyList<LineRequest>? Lines,
    string? AddressId,
    Address? Address,
    IReadOnlyList<string>? CouponIds,
    GroupBuyRequest? GroupBuy,
    FlashSaleWish? FlashSale,
    long? ExpectedTotalFen,
    string? Remark,
    int? Scene,
    string? Entrance,
    string? Referrer,
    bool? FromCart)
{
    public override string ToString() => nameof(OrderRequest);
}

/// <summary>What a preview needs.</summary>
internal class PreviewRules : AbstractValidator<OrderRequest>
{
    public PreviewRules()
    {
        RuleFor(r => r.Lines).NotEmpty().Must(l => l is { Count: <= 50 }).WithMessage("1 to 50 lines.");
        RuleFor(r => r.Lines).Must(l => l is null || l.DistinctBy(x => x?.SkuId, StringComparer.Ordinal).Count() == l.Count).WithMessage("The same SKU stands twice.");
        RuleForEach(r => r.Lines).NotNull().ChildRules(line =>
        {
            line.RuleFor(l => l.SkuId).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
            line.RuleFor(l => l.Quantity).InclusiveBetween(1, Cart.MostOfOne);
        });
        RuleFor(r => r.CouponIds).Must(c => c is null || c.Count <= CouponPricing.MostOfAnOrder).WithMessage($"At most {CouponPricing.MostOfAnOrder} coupons.");
        RuleFor(r => r.CouponIds).Must(c => c is null || c.Distinct(StringComparer.Ordinal).Count() == c.Count).WithMessage("The same coupon stands twice.");
        RuleForEach(r => r.CouponIds).NotEmpty();
        // An order with a wish that the shop cannot fulfil must not become an order without it.
        When(r => r.GroupBuy is not null, () =>
        {
            RuleFor(r => r.GroupBuy).Must(g => ActivityId.TryParse(g?.ActivityId, out _)).OverridePropertyName("GroupBuy.ActivityId").WithMessage(ActivityId.Rule);
            RuleFor(r => r.GroupBuy).Must(g => g?.GroupId is null || GroupId.TryParse(g.GroupId, out _)).OverridePropertyName("GroupBuy.GroupId").WithMessage("No group looks so.");
            RuleFor(r => r.Lines).Must(l => l is not { Count: > 1 }).WithMessage("A group-buy order has one line.");
        });
        RuleFor(r => r.FlashSale).Must(f => f is null || FlashSaleId.TryParse(f.SessionId, out _)).WithMessage($"sessionId: {FlashSaleId.Rule}");
        RuleFor(r => r.Remark).MaximumLength(200);
        RuleFor(r => r.Entrance).MaximumLength(128);
        RuleFor(r => r.Referrer).MaximumLength(128);
    }
}

/// <summary>What an order needs.</summary>
internal sealed class OrderRules : PreviewRules
{
    public OrderRules()
    {
        RuleFor(r => r.AddressId).NotEmpty().When(r => r.Address is null).WithMessage("Give addressId or address.");
        RuleFor(r => r.AddressId).Null().When(r => r.Address is not null).WithMessage("Give addressId or address, not both.");
        When(r => r.Address is not null, () => RuleFor(r => r.Address ?? new Address()).SetValidator(new AddressRules()).OverridePropertyName("Address"));
    }
}
