using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Shipping;

/// <summary>What can stand in the way of a parcel.</summary>
internal static class ShippingProblems
{
    public static Problem NoGroup { get; } = Problem.Conflict("ORDER_AWAITS_GROUP", "Goods leave when the order's group is complete.");

    public static Problem NotPaid => AfterSaleProblems.NotPaid;

    public static Problem NothingToShip { get; } = Problem.Conflict("NOTHING_TO_SHIP", "All pieces are sent, refunded, or asked back.");

    public static Problem TooManyParcels { get; } = Problem.Conflict("TOO_MANY_PARCELS", "WeChat takes 15 parcels of one order.");

    /// <summary>The order is not on its way as a whole.</summary>
    public static Problem NotSent { get; } = Problem.Conflict("NOT_SHIPPED", "Not all goods of the order are sent yet.");
}
