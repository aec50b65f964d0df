using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Shipping;

/// <summary>The refusals of 发货信息管理, with the documentation's texts.</summary>
internal static class ShippingErrors
{
    public static ApiAnswer OrderNotExist => ApiAnswer.Error(10060001, "支付单不存在");

    public static ApiAnswer AlreadyShipped => ApiAnswer.Error(10060002, "支付单已完成发货，无法继续发货");

    public static ApiAnswer ReshipUsed => ApiAnswer.Error(10060003, "支付单已使用重新发货机会");

    public static ApiAnswer NotShippable => ApiAnswer.Error(10060004, "支付单处于不可发货的状态");

    public static ApiAnswer LogisticsType => ApiAnswer.Error(10060005, "物流类型有误");

    public static ApiAnswer SplitNeedsExpress => ApiAnswer.Error(10060006, "非快递发货时不允许分拆发货");

    public static ApiAnswer AllDeliveredMissing => ApiAnswer.Error(10060007, "分拆发货模式下必须填写 is_all_delivered 字段");

    public static ApiAnswer ItemDescMissing => ApiAnswer.Error(10060008, "商品描述 item_desc 字段不能为空");

    public static ApiAnswer ItemDescTooLong => ApiAnswer.Error(10060009, "商品描述 item_desc 字段太长");

    public static ApiAnswer LastIndex => ApiAnswer.Error(10060011, "last_index 参数有误");

    public static ApiAnswer NothingChanged => ApiAnswer.Error(10060023, "发货信息未更新");

    public static ApiAnswer TooManyParcels => ApiAnswer.Error(10060024, "物流信息列表太长");

    public static ApiAnswer ExpressCompanyTooLong => ApiAnswer.Error(10060025, "物流公司编码太长");

    public static ApiAnswer TrackingNoTooLong => ApiAnswer.Error(10060026, "物流单号太长");

    public static ApiAnswer NotShipped => ApiAnswer.Error(10060028, "支付单不是已发货状态");

    public static ApiAnswer ReceivedTime => ApiAnswer.Error(10060029, "签收时间非法");

    public static ApiAnswer ReminderUsed => ApiAnswer.Error(10060030, "支付单已使用提醒收货机会");

    public static ApiAnswer OtherPayer => ApiAnswer.Error(10060031, "该笔支付单不属于 openid 所指定的用户");

    public static ApiAnswer ReminderNeedsExpress => ApiAnswer.Error(10060032, "只有物流快递发货时允许提醒用户确认收货");

    public static ApiAnswer OrderNumberType => ApiAnswer.Error(268485194, "订单单号类型非法");

    public static ApiAnswer TransactionIdMissing => ApiAnswer.Error(268485195, "微信支付单号形式下 transaction_id 字段不能为空");

    public static ApiAnswer MchIdMissing => ApiAnswer.Error(268485196, "商户侧单号形式下 mchid 字段不能为空");

    public static ApiAnswer OutTradeNoMissing => ApiAnswer.Error(268485197, "商户侧单号形式下 out_trade_no 字段不能为空");

    public static ApiAnswer UploadTime => ApiAnswer.Error(268485216, "上传时间非法，请按照 RFC 3339 格式填写");

    public static ApiAnswer DeliveryMode => ApiAnswer.Error(268485224, "发货模式非法");

    public static ApiAnswer TrackingNoMissing => ApiAnswer.Error(268485226, "物流单号不能为空");

    public static ApiAnswer ExpressCompanyMissing => ApiAnswer.Error(268485227, "物流公司编码不能为空");

    public static ApiAnswer UnifiedIsOneParcel => ApiAnswer.Error(268485228, "统一发货模式下，物流信息列表长度必须为 1");

    public static ApiAnswer Param(string issue) => ApiAnswer.Error(10060014, $"参数错误：{issue}");
}
