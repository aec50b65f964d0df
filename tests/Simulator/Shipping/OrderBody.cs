using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Shipping;

/// <summary>The order object of get_order and get_order_list. Instants are seconds.</summary>
internal static class OrderBody
{
    public static object Of(Trade trade, OrderState state, ShippedOrder? order) => new
    {
        transaction_id = trade.TransactionId,
        merchant_id = trade.MchId,
        merchant_trade_no = trade.OutTradeNo,
        description = trade.Description,
        paid_amount = trade.TotalFen,
        openid = trade.OpenId,
        trade_create_time = trade.CreatedAt.ToUnixTimeSeconds(),
        pay_time = trade.SuccessTime?.ToUnixTimeSeconds(),
        order_state = (int)state,
        in_complaint = false,
        shipping = order is null ? null : Shipping(order),
    };

    private static object Shipping(ShippedOrder order) => new
    {
        delivery_mode = order.DeliveryMode,
        logistics_type = order.LogisticsType,
        finish_shipping = order.Finished,
        finish_shipping_count = order.FinishCount,
        shipping_list = order.Parcels.Select(parcel => new
        {
            tracking_no = parcel.TrackingNo,
            express_company = parcel.ExpressCompany,
            goods_desc = parcel.ItemDesc,
            upload_time = parcel.UploadedAt.ToUnixTimeSeconds(),
            contact = parcel.ConsignorContact is null && parcel.ReceiverContact is null
                ? null
                : new { consignor_contact = parcel.ConsignorContact, receiver_contact = parcel.ReceiverContact },
        }),
    };
}
