using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Shipping;

/// <summary>What an upload must be in itself, before any order is looked at.</summary>
internal static partial class ShippingRules
{
    public const int MostParcels = 15;
    private const int Longest = 128;
    private const int LongestDesc = 120;

    private static readonly string[] Times =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    public static ApiAnswer? Check(UploadShippingInfo asked)
    {
        var express = asked.LogisticsType == 1;
        var split = asked.DeliveryMode == 2;
        var items = asked.ShippingList ?? [];
        return CheckKey(asked.OrderKey)
            ?? (string.IsNullOrEmpty(asked.Payer?.Openid) ? ShippingErrors.Param("payer.openid") : null)
            ?? (asked.LogisticsType is not (>= 1 and <= 4) ? ShippingErrors.LogisticsType : null)
            ?? (asked.DeliveryMode is not (1 or 2) ? ShippingErrors.DeliveryMode : null)
            ?? (split && !express ? ShippingErrors.SplitNeedsExpress : null)
            ?? (split && asked.IsAllDelivered is null ? ShippingErrors.AllDeliveredMissing : null)
            ?? (!split && items.Count != 1 ? ShippingErrors.UnifiedIsOneParcel : null)
            ?? (items.Count == 0 ? ShippingErrors.Param("shipping_list") : null)
            ?? (items.Count > MostParcels ? ShippingErrors.TooManyParcels : null)
            ?? items.Select(item => CheckItem(item, express)).FirstOrDefault(error => error is not null)
            ?? (Time(asked.UploadTime) is null ? ShippingErrors.UploadTime : null);
    }

    public static ApiAnswer? CheckKey(OrderKey? key) => key switch
    {
        null => ShippingErrors.Param("order_key"),
        { OrderNumberType: 1, Mchid: null or "" } => ShippingErrors.MchIdMissing,
        { OrderNumberType: 1, OutTradeNo: null or "" } => ShippingErrors.OutTradeNoMissing,
        { OrderNumberType: 2, TransactionId: null or "" } => ShippingErrors.TransactionIdMissing,
        { OrderNumberType: 1 or 2 } => null,
        _ => ShippingErrors.OrderNumberType,
    };

    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static ApiAnswer? CheckItem(ShippingItem item, bool express) =>
        string.IsNullOrEmpty(item.ItemDesc) ? ShippingErrors.ItemDescMissing
        : item.ItemDesc.EnumerateRunes().Count() > LongestDesc ? ShippingErrors.ItemDescTooLong
        : !express ? null
        : string.IsNullOrEmpty(item.TrackingNo) ? ShippingErrors.TrackingNoMissing
        : string.IsNullOrEmpty(item.ExpressCompany) ? ShippingErrors.ExpressCompanyMissing
        : Encoding.UTF8.GetByteCount(item.TrackingNo) > Longest ? ShippingErrors.TrackingNoTooLong
        : Encoding.UTF8.GetByteCount(item.ExpressCompany) > Longest ? ShippingErrors.ExpressCompanyTooLong
        : !Carriers.Names.ContainsKey(item.ExpressCompany) ? ShippingErrors.Param("express_company")
        : CheckContact(item);

    private static ApiAnswer? CheckContact(ShippingItem item)
    {
        string?[] contacts = [item.Contact?.ConsignorContact, item.Contact?.ReceiverContact];
        var given = contacts.Where(contact => !string.IsNullOrEmpty(contact)).ToList();
        return item.ExpressCompany == Carriers.ShunFeng && given.Count == 0 ? ShippingErrors.Param("contact")
            : given.TrueForAll(contact => Masked().IsMatch(contact!)) ? null
            : ShippingErrors.Param("contact");
    }

    // 189****1234, 021-****1234, 0**2-******23-10: hidden digits, and the last four visible.
    [GeneratedRegex("^[0-9*-]*\\*[0-9*-]*([0-9]-?){4}\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Masked();
}
