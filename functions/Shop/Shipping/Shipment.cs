namespace WeCommerce.Shop.Shipping;

/// <summary>A parcel on its way (发货包裹).</summary>
/// <param name="Number">1, 2, 3 … within the order.</param>
/// <param name="Carrier">WeChat's code of the carrier: SF, ZTO, JD … (运力公司编码).</param>
internal sealed record Shipment(int Number, string Carrier, string TrackingNo, IReadOnlyList<ShippedLine> Lines, DateTimeOffset At)
{
    private const int MostSteps = 20;

    /// <summary>Where the carrier says that it was (物流轨迹), oldest first; the newest twenty.</summary>
    public IReadOnlyList<TrackStep> Track { get; init; } = [];

    /// <summary>With what the carrier says; itself when that is known.</summary>
    public Shipment With(IReadOnlyList<TrackStep> told)
    {
        var news = told.Except(Track).ToList();
        return news.Count == 0 ? this : this with { Track = [.. Track.Concat(news).OrderBy(s => s.At).TakeLast(MostSteps)] };
    }
}

/// <param name="Type">WeChat's code: 100001 picked up, 200001 on its way, 300002 out for delivery, 300003 signed …</param>
/// <param name="Text">The carrier's words.</param>
internal sealed record TrackStep(DateTimeOffset At, string Type, string Text);

internal sealed record ShippedLine(int LineNo, int Quantity);

/// <summary>What became of the goods.</summary>
internal enum ShipStatus
{
    Unshipped,
    PartlyShipped,
    Shipped,
    Received,
}
