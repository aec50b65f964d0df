namespace WeCommerce.Simulator.Shipping;

/// <summary>order_key: 1 is mchid and out_trade_no, 2 is transaction_id.</summary>
internal sealed record OrderKey(
    int? OrderNumberType = null,
    string? Mchid = null,
    string? OutTradeNo = null,
    string? TransactionId = null);

internal sealed record Payer(string? Openid = null);

internal sealed record Contact(string? ConsignorContact = null, string? ReceiverContact = null);

internal sealed record ShippingItem(
    string? TrackingNo = null,
    string? ExpressCompany = null,
    string? ItemDesc = null,
    Contact? Contact = null);

/// <summary>发货信息录入.</summary>
internal sealed record UploadShippingInfo(
    OrderKey? OrderKey = null,
    int? LogisticsType = null,
    int? DeliveryMode = null,
    bool? IsAllDelivered = null,
    IReadOnlyList<ShippingItem>? ShippingList = null,
    string? UploadTime = null,
    Payer? Payer = null);

/// <summary>发货信息合单录入. The sub-orders are trades; of the combined order around them the simulator keeps no books.</summary>
internal sealed record UploadCombinedShippingInfo(
    OrderKey? OrderKey = null,
    IReadOnlyList<UploadShippingInfo>? SubOrders = null,
    string? UploadTime = null,
    Payer? Payer = null);

/// <summary>How every endpoint but the uploads names an order: transaction_id, or merchant_id and merchant_trade_no.</summary>
internal record OrderName
{
    public string? TransactionId { get; init; }

    public string? MerchantId { get; init; }

    public string? SubMerchantId { get; init; }

    public string? MerchantTradeNo { get; init; }
}

/// <summary>确认收货提醒; received_time in seconds.</summary>
internal sealed record NotifyConfirmReceive : OrderName
{
    public long? ReceivedTime { get; init; }
}

/// <summary>In seconds, both ends included.</summary>
internal sealed record PayTimeRange(long BeginTime = 0, long EndTime = uint.MaxValue);

/// <summary>查询订单列表.</summary>
internal sealed record GetOrderList(
    PayTimeRange? PayTimeRange = null,
    int? OrderState = null,
    string? Openid = null,
    string? LastIndex = null,
    int PageSize = 100);

internal sealed record OfApp(string? Appid = null);
