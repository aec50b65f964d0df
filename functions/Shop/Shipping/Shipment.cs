namespace WeCommerce.Shop.Shipping;

/// <summary>A parcel on its way (发货包裹).</summary>
/// <param name="Number">1, 2, 3 … within the order.</param>
/// <param name="Carrier">WeChat's code of the carrier: SF, ZTO, JD … (运力公司编码).</param>
internal sealed record Shipment(int Number, string Carrier, string TrackingNo, IReadOnlyList<ShippedLine> Lines, DateTimeOffset At);

internal sealed record ShippedLine(int LineNo, int Quantity);

/// <summary>What became of the goods.</summary>
internal enum ShipStatus
{
    Unshipped,
    PartlyShipped,
    Shipped,
    Received,
}
