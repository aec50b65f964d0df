namespace WeCommerce.WeChat.MiniProgram;

/// <summary>
/// What was shipped for a payment (发货信息录入). After complete shipping it can be corrected once; changing <see cref="IsSplit"/> or
/// <see cref="LogisticsType"/> uses that up as well.
/// </summary>
public sealed record ShippingReport
{
    public required string TransactionId { get; init; }

    /// <summary>As known to the app in which was paid.</summary>
    public required string PayerOpenId { get; init; }

    public required LogisticsType LogisticsType { get; init; }

    /// <summary>Exactly one; when <see cref="IsSplit"/>, 1 to 15, those reported before included.</summary>
    public required IReadOnlyList<Parcel> Parcels { get; init; }

    /// <summary>分拆发货 (delivery_mode 2): in several parcels, perhaps not all yet; <see cref="LogisticsType.Express"/> only.</summary>
    public bool IsSplit { get; init; }

    /// <summary>Whether nothing is left to ship; only sent when <see cref="IsSplit"/>. WeChat tells the payer when it is so.</summary>
    public bool IsAllDelivered { get; init; } = true;

    /// <summary>Of the report itself: later than that of the one before, in milliseconds.</summary>
    public required DateTimeOffset UploadTime { get; init; }

    /// <summary>Names the payment, not the payer.</summary>
    public override string ToString() => $"{nameof(ShippingReport)} {TransactionId}, {LogisticsType}, {Parcels.Count} parcels";
}

/// <summary>What was shipped for a combined payment (发货信息合单录入).</summary>
public sealed record CombinedShippingReport
{
    /// <summary>The combined payment.</summary>
    public required PaymentKey Order { get; init; }

    /// <summary>As known to the app in which was paid.</summary>
    public required string PayerOpenId { get; init; }

    /// <summary>At least one, each named as <see cref="Order"/> is.</summary>
    public required IReadOnlyList<SubOrderShipping> SubOrders { get; init; }

    /// <summary>As in <see cref="ShippingReport.UploadTime"/>.</summary>
    public required DateTimeOffset UploadTime { get; init; }

    /// <summary>Names the payment, not the payer.</summary>
    public override string ToString() => $"{nameof(CombinedShippingReport)} {Order}, {SubOrders.Count} orders";
}

/// <summary>What was shipped for one order of a combined payment; as in <see cref="ShippingReport"/>.</summary>
public sealed record SubOrderShipping
{
    public required PaymentKey Order { get; init; }

    public required LogisticsType LogisticsType { get; init; }

    public required IReadOnlyList<Parcel> Parcels { get; init; }

    public bool IsSplit { get; init; }

    public bool IsAllDelivered { get; init; } = true;
}

/// <summary>One entry of shipping_list.</summary>
public sealed record Parcel
{
    /// <summary>The carrier of SF Express, which wants a contact.</summary>
    public const string SfExpress = "SF";

    /// <summary>快递公司 ID (get_delivery_list), at most 128 bytes; required for <see cref="LogisticsType.Express"/>.</summary>
    public string? CarrierCode { get; init; }

    /// <summary>At most 128 bytes; required for <see cref="LogisticsType.Express"/>.</summary>
    public string? TrackingNo { get; init; }

    /// <summary>What is in it: 微信红包抱枕*1个. Not empty; sent up to 120 characters.</summary>
    public required string ItemDesc { get; init; }

    /// <summary>Masked (<see cref="ContactMask"/>); required for <see cref="SfExpress"/>.</summary>
    public string? ReceiverContact { get; init; }

    /// <summary>Names the parcel, not the receiver.</summary>
    public override string ToString() => $"{nameof(Parcel)} {CarrierCode} {TrackingNo}";
}

/// <summary>logistics_type.</summary>
public enum LogisticsType
{
    /// <summary>物流快递.</summary>
    Express = 1,

    /// <summary>同城配送.</summary>
    SameCity = 2,

    /// <summary>虚拟商品.</summary>
    Virtual = 3,

    /// <summary>用户自提.</summary>
    PickUp = 4,
}

/// <summary>WeChat has it.</summary>
/// <param name="IsNews">False when it had it before.</param>
public sealed record Reported(bool IsNews);

/// <summary>Whether WeChat settles this mini-program's payments only after shipping was reported (发货信息管理服务).</summary>
public sealed record TradeManagement(bool IsManaged);
