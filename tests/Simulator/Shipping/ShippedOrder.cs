using System.Text.Json.Serialization;

namespace WeCommerce.Simulator.Shipping;

/// <summary>order_state of 发货信息管理.</summary>
internal enum OrderState
{
    /// <summary>待发货, also while some parcels of a split delivery are still to come.</summary>
    ToShip = 1,

    /// <summary>已发货, all of it.</summary>
    Shipped = 2,

    /// <summary>确认收货, by the shopper or by itself.</summary>
    Confirmed = 3,

    /// <summary>交易完成: settled.</summary>
    Done = 4,

    /// <summary>已退款, all of it.</summary>
    Refunded = 5,

    /// <summary>资金待结算: settlement is due, and a refund under way holds it up.</summary>
    AwaitingSettlement = 6,
}

/// <summary>One entry of shipping_list as WeChat keeps it.</summary>
internal sealed record Parcel(
    string? ExpressCompany,
    string? TrackingNo,
    string ItemDesc,
    string? ConsignorContact,
    string? ReceiverContact,
    DateTimeOffset UploadedAt)
{
    public bool Replaces(Parcel other) => ExpressCompany == other.ExpressCompany && TrackingNo == other.TrackingNo;

    public bool Says(Parcel other) => this with { UploadedAt = other.UploadedAt } == other;
}

/// <summary>The shipping information of one trade.</summary>
internal sealed record ShippedOrder
{
    public required string TransactionId { get; init; }

    public required int LogisticsType { get; init; }

    public required int DeliveryMode { get; init; }

    public required IReadOnlyList<Parcel> Parcels { get; init; }

    /// <summary>upload_time of the last upload: the next must be later.</summary>
    public required DateTimeOffset UploadTime { get; init; }

    /// <summary>When shipping was complete, by WeChat's clock.</summary>
    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>How often it became complete.</summary>
    public int FinishCount { get; init; }

    public bool ReshipUsed { get; init; }

    public bool Reminded { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public bool SettlementDue { get; init; }

    [JsonIgnore]
    public bool Finished => ShippedAt is not null;
}
