using System.Globalization;
using System.Text;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>What 发货信息录入 demands, so that a mistake is named before it costs a call: a wrong report may use up the only correction.</summary>
internal static class ShippingRules
{
    private const int MaxParcels = 15;
    private const int MaxItemDesc = 120;
    private const int MaxBytes = 128;

    /// <summary>Null when there is none.</summary>
    public static string? Problem(ShippingReport report) =>
        KeyProblem(new PaymentKey.Transaction(report.TransactionId))
        ?? OpenIdProblem(report.PayerOpenId)
        ?? Problem(report.LogisticsType, report.Parcels, report.IsSplit);

    /// <summary>Null when there is none.</summary>
    public static string? Problem(CombinedShippingReport report) =>
        KeyProblem(report.Order)
        ?? OpenIdProblem(report.PayerOpenId)
        ?? (report.SubOrders.Count == 0 ? "SubOrders must name at least one order" : null)
        ?? report.SubOrders.Select(o => Problem(o, report.Order)).FirstOrDefault(p => p is not null);

    /// <summary>Null when there is none.</summary>
    public static string? KeyProblem(PaymentKey key) => key switch
    {
        PaymentKey.Transaction { TransactionId.Length: > 0 and <= 32 } => null,
        PaymentKey.OutTrade { MchId.Length: > 0 and <= 32, OutTradeNo.Length: > 0 and <= 32 } => null,
        _ => "the payment must be named by numbers of 1 to 32 characters",
    };

    /// <summary>The longest beginning of at most 120 characters that cuts no character as people see it.</summary>
    public static string Cut(string itemDesc)
    {
        if (itemDesc.Length <= MaxItemDesc)
            return itemDesc;
        var end = 0;
        while (StringInfo.GetNextTextElementLength(itemDesc, end) is var length && end + length <= MaxItemDesc)
            end += length;
        // One element of that length is nothing that people see.
        if (end == 0)
            end = char.IsHighSurrogate(itemDesc[MaxItemDesc - 1]) ? MaxItemDesc - 1 : MaxItemDesc;
        return itemDesc[..end];
    }

    private static string? OpenIdProblem(string openId) =>
        openId.Length is 0 or > MaxBytes ? "PayerOpenId must have 1 to 128 characters" : null;

    private static string? Problem(SubOrderShipping order, PaymentKey combined) =>
        order.Order.GetType() != combined.GetType()
            ? "SubOrders must be named as the combined order is"
            : KeyProblem(order.Order) ?? Problem(order.LogisticsType, order.Parcels, order.IsSplit);

    private static string? Problem(LogisticsType type, IReadOnlyList<Parcel> parcels, bool isSplit) =>
        !Enum.IsDefined(type) ? "LogisticsType must be one of four"
        : isSplit && type != LogisticsType.Express ? "IsSplit is for Express only"
        : isSplit && parcels.Count is 0 or > MaxParcels ? "Parcels must be 1 to 15"
        : !isSplit && parcels.Count != 1 ? "Parcels must be exactly one unless IsSplit"
        : parcels.Select(p => Problem(p, type)).FirstOrDefault(p => p is not null);

    private static string? Problem(Parcel parcel, LogisticsType type) =>
        string.IsNullOrWhiteSpace(parcel.ItemDesc) ? "ItemDesc must not be empty"
        : type == LogisticsType.Express && string.IsNullOrEmpty(parcel.CarrierCode) ? "CarrierCode must be set for Express"
        : type == LogisticsType.Express && string.IsNullOrEmpty(parcel.TrackingNo) ? "TrackingNo must be set for Express"
        : IsTooLong(parcel.CarrierCode) ? "CarrierCode must have at most 128 bytes"
        : IsTooLong(parcel.TrackingNo) ? "TrackingNo must have at most 128 bytes"
        : parcel.ReceiverContact is { } contact && !ContactMask.IsMasked(contact) ? "ReceiverContact must be masked but for its last four digits"
        : type == LogisticsType.Express && parcel is { CarrierCode: Parcel.SfExpress, ReceiverContact: null } ? "ReceiverContact must be set for SF"
        : null;

    private static bool IsTooLong(string? text) => text is not null && Encoding.UTF8.GetByteCount(text) > MaxBytes;
}
