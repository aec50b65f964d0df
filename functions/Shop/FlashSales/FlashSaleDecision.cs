using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.FlashSales;

/// <summary>What may become of a session when it is put, and what follows from that. Pure.</summary>
internal static class FlashSaleDecision
{
    /// <summary>How long before it opens those who reserved are reminded.</summary>
    public static readonly TimeSpan ReminderLead = TimeSpan.FromMinutes(10);

    /// <param name="before">The session as it is; null for a new one.</param>
    public static Result<LiveSetChange<FlashSale>> Put(FlashSale? before, FlashSale wanted, DateTimeOffset now)
    {
        if (wanted.ClosesAt <= now)
            return Problem.Invalid("closesAt", "In the future.");
        if (before is null)
            return Change(null, wanted);
        if (before.PhaseAt(now) == FlashSalePhase.Over)
            return FlashSaleProblems.Over;
        if (before.PhaseAt(now) == FlashSalePhase.Open && ChangesWhatIsSold(before, wanted))
            return FlashSaleProblems.AlreadyOpen;
        if (before.Items.FirstOrDefault(i => wanted.Find(i.SkuId)?.StockShards < i.StockShards) is { } fewer)
            return FlashSaleProblems.ShardsShrink(fewer);

        return Change(before, wanted with { Revision = before.Revision + 1 });
    }

    // Who looked at it a moment ago buys what they saw.
    private static bool ChangesWhatIsSold(FlashSale before, FlashSale wanted) =>
        before.OpensAt != wanted.OpensAt
        || (wanted.ReservationRequired && !before.ReservationRequired)
        || before.Items.Any(i => wanted.Find(i.SkuId)?.PriceFen != i.PriceFen);

    private static LiveSetChange<FlashSale> Change(FlashSale? before, FlashSale put)
    {
        var key = $"{put.Revision}";
        var divided = put.Items
            .Where(i => i.StockShards > (before?.Find(i.SkuId)?.StockShards ?? 1))
            .Select(i => new Division(put.PlaceOf(i.SkuId), i.StockShards))
            .ToList();
        var moved = put.Items
            .Select(i => new SetAside(put.PlaceOf(i.SkuId), i.Pieces - (before?.Find(i.SkuId)?.Pieces ?? 0), key))
            .Where(s => s.Pieces != 0);
        var gone = (before?.Items ?? []).Where(i => put.Find(i.SkuId) is null).Select(i => new ReleasePool(put.PlaceOf(i.SkuId), key));
        return new LiveSetChange<FlashSale>(put, [.. DeadlinesOf(before, put), .. divided.Count > 0 ? [new StockDivided(divided)] : Array.Empty<object>(), .. moved, .. gone]);
    }

    private static IEnumerable<object> DeadlinesOf(FlashSale? before, FlashSale put)
    {
        if (before?.OpensAt != put.OpensAt)
            yield return new SetDeadline(put.OpensAt - ReminderLead, DeadlineKind.FlashSaleOpening, put.SessionId.Value);
        if (before?.ClosesAt != put.ClosesAt)
            yield return new SetDeadline(put.ClosesAt, DeadlineKind.FlashSaleOver, put.SessionId.Value);
    }
}
