using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

internal static class ShippingSamples
{
    public static Parcel Parcel { get; } = new()
    {
        CarrierCode = "SF",
        TrackingNo = "323244567777",
        ItemDesc = "微信红包抱枕*1个",
        ReceiverContact = "189****1234",
    };

    public static ShippingReport Report { get; } = new()
    {
        TransactionId = "4200000001",
        PayerOpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        LogisticsType = LogisticsType.Express,
        Parcels = [Parcel],
        UploadTime = DateTimeOffset.FromUnixTimeMilliseconds(1767225600120),
    };
}
