namespace WeCommerce.Shop.Shipping;

/// <summary>How the shop ships.</summary>
internal sealed class ShippingOptions
{
    /// <summary>Hours after payment in which goods should be sent: 48 unless set, WeChat's rule for ordinary goods (发货信息管理).</summary>
    public int ShipHours { get; set; } = 48;

    /// <summary>Days after the last parcel left in which the shopper confirms; then the order counts as received: 10 unless set, as WeChat does for express.</summary>
    public int ReceiptDays { get; set; } = 10;

    /// <summary>Days after the last parcel left at which the shopper is reminded to confirm (确认收货提醒): 7 unless set; 0 for never.</summary>
    public int ReminderDays { get; set; } = 7;

    /// <summary>Whether shipping information goes to WeChat (发货信息录入): yes unless set. Without it WeChat keeps the money of a managed mini-program.</summary>
    public bool ReportToWeChat { get; set; } = true;

    public IEnumerable<string> Faults()
    {
        if (ShipHours is < 1 or > 15 * 24)
            yield return "Shipping__ShipHours must be between 1 and 360.";
        if (ReceiptDays is < 1 or > 60)
            yield return "Shipping__ReceiptDays must be between 1 and 60.";
        if (ReminderDays < 0 || ReminderDays >= ReceiptDays)
            yield return "Shipping__ReminderDays must be 0, or less than Shipping__ReceiptDays.";
    }
}
