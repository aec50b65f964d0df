using System.Globalization;
using System.Text.Json;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>发货信息管理 on the wire.</summary>
internal static class ShippingWire
{
    public static byte[] Body(ShippingReport report) => JsonText.Object(json =>
    {
        WriteOrderKey(json, new PaymentKey.Transaction(report.TransactionId));
        WriteDelivery(json, report.LogisticsType, report.Parcels, report.IsSplit, report.IsAllDelivered);
        WriteReport(json, report.UploadTime, report.PayerOpenId);
    });

    public static byte[] Body(CombinedShippingReport report) => JsonText.Object(json =>
    {
        WriteOrderKey(json, report.Order);
        json.WriteStartArray("sub_orders");
        foreach (var order in report.SubOrders)
        {
            json.WriteStartObject();
            WriteOrderKey(json, order.Order);
            WriteDelivery(json, order.LogisticsType, order.Parcels, order.IsSplit, order.IsAllDelivered);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteReport(json, report.UploadTime, report.PayerOpenId);
    });

    public static byte[] Body(PaymentKey key, DateTimeOffset? receivedTime = null) => JsonText.Object(json =>
    {
        // Not the names of order_key: mchid and out_trade_no are answered with 47001 here.
        switch (key)
        {
            case PaymentKey.Transaction { TransactionId: var transactionId }:
                json.WriteString("transaction_id", transactionId);
                break;
            case PaymentKey.OutTrade { MchId: var mchId, OutTradeNo: var outTradeNo }:
                json.WriteString("merchant_id", mchId);
                json.WriteString("merchant_trade_no", outTradeNo);
                break;
        }
        // Seconds: milliseconds are 10060029.
        if (receivedTime is { } received)
            json.WriteNumber("received_time", received.ToUnixTimeSeconds());
    });

    public static ShippingOrder? Order(JsonElement answer)
    {
        var order = answer.Object("order");
        return order.LooseText("merchant_id") is { } mchId && order.LooseText("merchant_trade_no") is { } outTradeNo
            && order.LooseInteger("paid_amount") is { } paid && order.LooseInteger("order_state") is { } state
            ? new ShippingOrder
            {
                MchId = mchId,
                OutTradeNo = outTradeNo,
                TransactionId = order.LooseText("transaction_id"),
                State = State(state),
                PaidFen = paid,
                PayTime = order.UnixTime("pay_time"),
                IsInComplaint = order.Is("in_complaint"),
                Shipping = order.Has("shipping") ? Shipping(order.Object("shipping")) : null,
            }
            : null;
    }

    private static ShippingStatus Shipping(JsonElement shipping) => new()
    {
        LogisticsType = shipping.LooseInteger("logistics_type") is >= 1 and <= 4 and var type ? (LogisticsType)type : null,
        IsSplit = shipping.LooseInteger("delivery_mode") == 2,
        IsFinished = shipping.Is("finish_shipping"),
        FinishedCount = shipping.LooseInteger("finish_shipping_count") ?? 0,
        Parcels =
        [
            .. shipping.Items("shipping_list").Select(p => new ReportedParcel(
                p.Text("express_company"), p.Text("tracking_no"), p.Text("goods_desc"), p.UnixTime("upload_time"))),
        ],
    };

    private static ShippingOrderState State(long number) => number switch
    {
        1 => ShippingOrderState.ToShip,
        2 => ShippingOrderState.Shipped,
        3 => ShippingOrderState.Received,
        4 => ShippingOrderState.Done,
        5 => ShippingOrderState.Refunded,
        6 => ShippingOrderState.AwaitingSettlement,
        _ => ShippingOrderState.Unknown,
    };

    private static void WriteOrderKey(Utf8JsonWriter json, PaymentKey key)
    {
        json.WriteStartObject("order_key");
        switch (key)
        {
            case PaymentKey.Transaction { TransactionId: var transactionId }:
                json.WriteNumber("order_number_type", 2);
                json.WriteString("transaction_id", transactionId);
                break;
            case PaymentKey.OutTrade { MchId: var mchId, OutTradeNo: var outTradeNo }:
                json.WriteNumber("order_number_type", 1);
                json.WriteString("mchid", mchId);
                json.WriteString("out_trade_no", outTradeNo);
                break;
        }
        json.WriteEndObject();
    }

    private static void WriteDelivery(Utf8JsonWriter json, LogisticsType type, IReadOnlyList<Parcel> parcels, bool isSplit, bool isAllDelivered)
    {
        json.WriteNumber("logistics_type", (int)type);
        json.WriteNumber("delivery_mode", isSplit ? 2 : 1);
        if (isSplit)
            json.WriteBoolean("is_all_delivered", isAllDelivered);
        json.WriteStartArray("shipping_list");
        foreach (var parcel in parcels)
        {
            json.WriteStartObject();
            if (!string.IsNullOrEmpty(parcel.TrackingNo))
                json.WriteString("tracking_no", parcel.TrackingNo);
            if (!string.IsNullOrEmpty(parcel.CarrierCode))
                json.WriteString("express_company", parcel.CarrierCode);
            json.WriteString("item_desc", ShippingRules.Cut(parcel.ItemDesc));
            if (parcel.ReceiverContact is not null)
            {
                json.WriteStartObject("contact");
                json.WriteString("receiver_contact", parcel.ReceiverContact);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteReport(Utf8JsonWriter json, DateTimeOffset uploadTime, string payerOpenId)
    {
        var beijing = uploadTime.ToOffset(TimeSpan.FromHours(8));
        json.WriteString("upload_time", beijing.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
        json.WriteStartObject("payer");
        json.WriteString("openid", payerOpenId);
        json.WriteEndObject();
    }
}
