namespace WeCommerce.Checker.Rules;

/// <summary>Coupons (优惠券): never more than were offered, each in one order, and where its order is; and what came off an order is what its discounts say.</summary>
internal static class CouponRules
{
    private const string Place = "@coupons";
    private const string Back = "-back";

    /// <summary>A coupon's id; other changes of an offer's count have other names.</summary>
    private const int IdLength = 28;

    public static IEnumerable<Violation> Check(Store store, bool isQuiet)
    {
        var coupons = store.Of("Members", "coupon!").Select(CouponSeen.Of).ToDictionary(c => c.CouponId, StringComparer.Ordinal);
        return store.Orders.Where(o => o.ExchangeOf is null).SelectMany(OfDiscounts)
            .Concat(OfOrders(store, coupons, isQuiet))
            .Concat(coupons.Values.SelectMany(c => OfCoupon(store, c, isQuiet)))
            .Concat(OfCounts(store, coupons, isQuiet))
            .Concat(isQuiet ? OfNumbers(store, coupons).Concat(OfGrants(store)) : []);
    }

    private static IEnumerable<Violation> OfDiscounts(OrderSeen order)
    {
        for (var n = 0; n < order.Lines.Count; n++)
        {
            var line = order.Lines[n];
            if (order.Discounts.Sum(d => d.LinesFen[n]) != line.DiscountFen || order.Discounts.Any(d => d.LinesFen[n] < 0) || line.PaidFen < 0)
                yield return new("discounts sum", $"{order}, {line}: {string.Join("; ", order.Discounts.Select(d => $"{d.Kind} {d.LinesFen[n]}"))}");
        }
        if (order.TotalFen < 1 || order.Discounts.Any(d => d.FreightFen < 0))
            yield return new("discounts sum", $"{order} costs {order.TotalFen} fen");
    }

    private static IEnumerable<Violation> OfOrders(Store store, Dictionary<string, CouponSeen> coupons, bool isQuiet)
    {
        var spent = store.Orders.SelectMany(o => o.Coupons.Select(c => (Coupon: c, Order: o))).ToLookup(x => x.Coupon, x => x.Order, StringComparer.Ordinal);
        foreach (var coupon in spent)
        {
            var live = coupon.Where(o => o is { IsCancelled: false, Status: not "Closed" }).ToList();
            if (live.Count > 1)
                yield return new("a coupon is in one live order", $"{coupon.Key}: {string.Join(", ", live)}");
            if (!coupons.TryGetValue(coupon.Key, out var seen) || coupon.Any(o => o.Row.PartitionKey != seen.Row.PartitionKey))
                yield return new("a coupon is its member's", $"{coupon.Key} came off {string.Join(", ", coupon)}");
            else if (isQuiet && live is [{ Payment: not null } paid] && (seen.Stage != "Used" || seen.OrderId != paid.OrderId))
                yield return new("a paid order's coupon is used", $"{seen}, {paid}");
        }
    }

    private static IEnumerable<Violation> OfCoupon(Store store, CouponSeen coupon, bool isQuiet)
    {
        if (coupon.Stage is not ("InUse" or "Used"))
        {
            if (coupon.OrderId is not null)
                yield return new("a coupon in use is its order's", $"{coupon}");
            if (isQuiet && coupon.Stage == "Asked")
                yield return new("a claim comes to an end", $"{coupon}");
            yield break;
        }

        var order = store.OrdersById.GetValueOrDefault(coupon.OrderId ?? "");
        if (order is null || !order.Coupons.Contains(coupon.CouponId, StringComparer.Ordinal) || (isQuiet && coupon.Stage == "InUse" && order.Status != "PendingPayment"))
            yield return new("a coupon in use is its order's", $"{coupon}, {order} {order?.Status}");
        if (coupon.Stage == "Used" && order?.Payment is null)
            yield return new("a used coupon's order is paid", $"{coupon}, {order}");
    }

    private static IEnumerable<Violation> OfCounts(Store store, Dictionary<string, CouponSeen> coupons, bool isQuiet)
    {
        var offers = store.Of("Coupons", "offer!").ToDictionary(r => r.RowKey["offer!".Length..], r => r.Json("Item").Number("quantity"), StringComparer.Ordinal);
        foreach (var offer in store.Of("Stock", "change!").Where(r => r.PartitionKey.EndsWith(Place, StringComparison.Ordinal)).GroupBy(r => r.PartitionKey[..^Place.Length], StringComparer.Ordinal))
        {
            var changes = offer.ToDictionary(r => r.RowKey["change!".Length..], r => r.Number("Delta") ?? 0, StringComparer.Ordinal);
            var counted = changes.Keys.Where(k => k.Length == IdLength && !changes.ContainsKey($"{k}{Back}")).ToHashSet(StringComparer.Ordinal);
            var issued = coupons.Values.Where(c => c.OfferId == offer.Key && c.IsIssued).ToList();
            var offered = changes.Where(c => c.Key.StartsWith("addition-", StringComparison.Ordinal)).Sum(c => c.Value);

            foreach (var coupon in issued.Where(c => !counted.Contains(c.CouponId)))
                yield return new("an issued coupon is counted", $"{coupon}");
            if (issued.Count > offered || (isQuiet && offered != offers.GetValueOrDefault(offer.Key)))
                yield return new("no more coupons than offered", $"{offer.Key}: {issued.Count} issued, {offered} added, {offers.GetValueOrDefault(offer.Key)} offered");
            foreach (var id in isQuiet ? counted.Where(id => coupons.GetValueOrDefault(id) is not { IsIssued: true }) : [])
                yield return new("a counted coupon is there", $"{offer.Key}: {id}");
        }
        foreach (var coupon in coupons.Values.Where(c => c.IsIssued && !store.Of("Stock", "level").Any(r => r.PartitionKey == $"{c.OfferId}{Place}")))
            yield return new("an issued coupon is counted", $"{coupon}");
    }

    private static IEnumerable<Violation> OfNumbers(Store store, Dictionary<string, CouponSeen> coupons)
    {
        foreach (var offer in store.Of("Coupons", "offer!").Select(r => r.RowKey["offer!".Length..]))
        {
            var used = coupons.Values.Where(c => c.OfferId == offer && c.Stage == "Used").ToList();
            var given = used.Sum(c => store.OrdersById.GetValueOrDefault(c.OrderId ?? "")?.Discounts.Where(d => d.Reference == c.CouponId).Sum(d => d.LinesFen.Sum() + d.FreightFen) ?? 0);
            var sums = store.Of("Views", "sum!").Where(r => r.PartitionKey == $"coupons!{offer}").Select(r => r.Json("Sums")).ToList();
            var (told, toldFen) = (sums.Sum(s => s.Number("used")), sums.Sum(s => s.Number("discountFen")));
            if (told != used.Count || toldFen != given)
                yield return new("an offer's numbers", $"{offer}: {used.Count} used for {given} fen, told are {told} for {toldFen}");
        }
    }

    private static IEnumerable<Violation> OfGrants(Store store) =>
        store.Of("CouponGrants", "batch!").Where(r => !r.Json("Batch").TryGetProperty("given", out _)).Select(r => new Violation("a grant is given", $"{r}"));

    private sealed record CouponSeen(string CouponId, string OfferId, string Stage, string? OrderId, StoredRow Row)
    {
        public bool IsIssued => Stage is "Unused" or "InUse" or "Used";

        public static CouponSeen Of(StoredRow row)
        {
            var json = row.Json("Coupon");
            return new(json.Text("couponId"), json.Text("offerId"), json.Text("stage"), json.TextOrNull("orderId"), row);
        }

        public override string ToString() => $"coupon {CouponId}: {Stage}, order {OrderId}";
    }
}
