using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.AfterSales;

/// <summary>Which wishes the shop has to listen to, and who pays the goods' way back.</summary>
internal static class AfterSaleRules
{
    public static bool IsTheShopsFault(AfterSaleReason reason) =>
        reason is AfterSaleReason.Quality or AfterSaleReason.Damaged or AfterSaleReason.WrongGoods or AfterSaleReason.NotReceived;

    public static FreightPayer ReturnFreight(AfterSaleReason reason) => IsTheShopsFault(reason) ? FreightPayer.Shop : FreightPayer.Shopper;

    /// <summary>Null when the wish can be put before the shop.</summary>
    public static Problem? Refusal(Order order, AfterSaleWish wish, AfterSaleClaim claim, AfterSaleOptions rules, DateTimeOffset now)
    {
        if (claim.BeforeShipping)
            return wish.Kind == AfterSaleKind.RefundOnly ? null : AfterSaleProblems.NotShipped;
        if (wish.Reason == AfterSaleReason.NoLongerWanted)
        {
            if (wish.Kind == AfterSaleKind.RefundOnly)
                return AfterSaleProblems.GoodsMustComeBack;
            if (claim.Lines.Any(c => !order.Lines.Single(l => l.LineNo == c.LineNo).NoReasonReturn))
                return AfterSaleProblems.NoReturnWithoutReason;
        }
        var days = wish.Reason == AfterSaleReason.NoLongerWanted ? rules.NoReasonDays : rules.FaultDays;
        return order.ReceivedAt is { } received && now > received.AddDays(days) ? AfterSaleProblems.TooLate(days) : null;
    }
}
