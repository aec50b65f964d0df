namespace WeCommerce.Shop.AfterSales;

/// <summary>The shop's rules of after-sale.</summary>
internal sealed class AfterSaleOptions
{
    /// <summary>七天无理由: days after receipt in which goods come back without a reason; 7 unless set, and no fewer (消费者权益保护法 §25).</summary>
    public int NoReasonDays { get; set; } = 7;

    /// <summary>Days after receipt in which faults are the shop's: 15 unless set.</summary>
    public int FaultDays { get; set; } = 15;

    /// <summary>Days in which the shopper has to send the goods back: 7 unless set.</summary>
    public int ReturnDays { get; set; } = 7;

    /// <summary>Hours in which an operator has to decide, or to look at goods that came back: 48 unless set.</summary>
    public int DecideHours { get; set; } = 48;

    /// <summary>Whether money for goods that have not left goes back without asking anybody (未发货自动退款).</summary>
    public bool ApproveUnshipped { get; set; }

    public IEnumerable<string> Faults()
    {
        if (NoReasonDays is < 7 or > 365)
            yield return "AfterSales__NoReasonDays must be between 7 and 365.";
        if (FaultDays < NoReasonDays || FaultDays > 365)
            yield return "AfterSales__FaultDays must be between AfterSales__NoReasonDays and 365.";
        if (ReturnDays is < 1 or > 60)
            yield return "AfterSales__ReturnDays must be between 1 and 60.";
        if (DecideHours is < 1 or > 720)
            yield return "AfterSales__DecideHours must be between 1 and 720.";
    }
}
