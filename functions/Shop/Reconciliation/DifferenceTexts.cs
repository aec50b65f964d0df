namespace WeCommerce.Shop.Reconciliation;

/// <summary>What the classes are called.</summary>
internal static class DifferenceTexts
{
    public static string NameOf(DifferenceClass @class) => @class switch
    {
        DifferenceClass.MissingHere => "商城缺单",
        DifferenceClass.MissingThere => "微信缺单",
        DifferenceClass.Amount => "金额不符",
        DifferenceClass.Fee => "手续费不符",
        DifferenceClass.Refund => "退款不符",
        DifferenceClass.Duplicate => "重复",
        DifferenceClass.State => "状态不符",
    };
}
