namespace WeCommerce.Simulator.Shipping;

/// <summary>获取运力 id 列表: some of the carriers that WeChat knows, by delivery_id.</summary>
internal static class Carriers
{
    /// <summary>顺丰 wants a contact with every parcel.</summary>
    public const string ShunFeng = "SF";

    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        [ShunFeng] = "顺丰速运",
        ["ZTO"] = "中通快递",
        ["YTO"] = "圆通速递",
        ["STO"] = "申通快递",
        ["YD"] = "韵达速递",
        ["JTSD"] = "极兔速递",
        ["JD"] = "京东快递",
        ["EMS"] = "EMS",
        ["YZPY"] = "邮政快递包裹",
        ["DBL"] = "德邦快递",
        ["FWX"] = "丰网速运",
        ["DNWL"] = "丹鸟物流",
        ["HTKY"] = "百世快递",
        ["ZJS"] = "宅急送",
        ["TTKDEX"] = "天天快递",
        ["UC"] = "优速快递",
        ["ANE"] = "安能物流",
        ["KYSY"] = "跨越速运",
        ["YMDD"] = "壹米滴答",
        ["SNWL"] = "苏宁物流",
        ["DHL"] = "DHL-中国件",
        ["UPS"] = "UPS",
        ["FEDEX"] = "FedEx联邦国内件",
    };
}
