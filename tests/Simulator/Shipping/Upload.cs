using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Shipping;

/// <summary>One upload against what is known of its order: what the order becomes, or why not. Pure.</summary>
internal static class Upload
{
    public static (ShippedOrder? Order, ApiAnswer? Error) Apply(
        ShippedOrder? before,
        UploadShippingInfo asked,
        string transactionId,
        DateTimeOffset now)
    {
        var parcels = asked.ShippingList!.Select(item => ParcelOf(item, now)).ToList();
        var all = asked.DeliveryMode == 1 || asked.IsAllDelivered == true;
        var order = new ShippedOrder
        {
            TransactionId = transactionId,
            LogisticsType = asked.LogisticsType!.Value,
            DeliveryMode = asked.DeliveryMode!.Value,
            Parcels = parcels,
            UploadTime = ShippingRules.Time(asked.UploadTime)!.Value,
            ShippedAt = all ? now : null,
            FinishCount = all ? 1 : 0,
        };
        return before is null ? (order, null) : Again(before, order);
    }

    private static (ShippedOrder? Order, ApiAnswer? Error) Again(ShippedOrder before, ShippedOrder order)
    {
        var sameKind = order.LogisticsType == before.LogisticsType && order.DeliveryMode == before.DeliveryMode;
        var merged = sameKind ? Merged(before.Parcels, order.Parcels) : order.Parcels;
        if (sameKind && order.Finished == before.Finished && IsSame(before, order, merged))
            return (null, ShippingErrors.NothingChanged);
        if (order.UploadTime <= before.UploadTime)
            return (null, ShippingErrors.UploadTime);

        var again = before.Finished || !sameKind;
        if (again && before.ReshipUsed)
            return (null, ShippingErrors.ReshipUsed);
        if (before.Finished && !order.Finished)
            return (null, ShippingErrors.AlreadyShipped);
        if (again)
            merged = order.Parcels;
        return merged.Count > ShippingRules.MostParcels
            ? (null, ShippingErrors.TooManyParcels)
            : (order with
            {
                Parcels = merged,
                FinishCount = before.FinishCount + order.FinishCount,
                ReshipUsed = before.ReshipUsed || again,
                Reminded = before.Reminded,
            }, null);
    }

    // The last upload once more is no news; of a finished order, so is nothing but all of its parcels.
    private static bool IsSame(ShippedOrder before, ShippedOrder order, IReadOnlyList<Parcel> merged) =>
        merged.Count == before.Parcels.Count &&
        merged.Zip(before.Parcels).All(pair => pair.First.Says(pair.Second)) &&
        (!before.Finished || order.UploadTime == before.UploadTime || order.Parcels.Count == before.Parcels.Count);

    private static List<Parcel> Merged(IReadOnlyList<Parcel> before, IReadOnlyList<Parcel> added) =>
    [
        .. before.Select(old => added.FirstOrDefault(parcel => parcel.Replaces(old)) ?? old),
        .. added.Where(parcel => !before.Any(parcel.Replaces)),
    ];

    private static Parcel ParcelOf(ShippingItem item, DateTimeOffset now) => new(
        item.ExpressCompany,
        item.TrackingNo,
        item.ItemDesc!,
        item.Contact?.ConsignorContact,
        item.Contact?.ReceiverContact,
        now);
}
