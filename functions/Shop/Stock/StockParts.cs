using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// The parts (分片) of a place. Storage takes so many changes a second for one partition; what is sold faster is divided. An order looks for its pieces in
/// one part first, which its id says, so that all parts are drained alike.
/// </summary>
internal static class StockParts
{
    /// <summary>The parts of a place that is divided into so many; a place that is not, or one of the parts, is all there is of itself.</summary>
    public static IReadOnlyList<StockPlace> Of(StockPlace place, int parts) =>
        parts == 1 || place.Shard is not null ? [place] : [.. Enumerable.Range(0, parts).Select(place.Part)];

    /// <summary>All parts, in the order in which an order asks them for its pieces.</summary>
    public static IEnumerable<StockPlace> For(OrderId order, IReadOnlyList<StockPlace> parts)
    {
        // FNV-1a, 32 bits, of what is chance in the id: the same in every instance.
        var hash = order.Value[^OrderId.ChanceLength..].Aggregate(2166136261, static (h, c) => (h ^ c) * 16777619);
        var first = (int)(hash % (uint)parts.Count);
        return parts.Skip(first).Concat(parts.Take(first));
    }

    /// <summary>What the n-th of so many parts gets of some pieces: all shares together are all of them.</summary>
    public static int ShareOf(int pieces, int parts, int n) => (pieces / parts) + (n < pieces % parts ? 1 : 0);
}
