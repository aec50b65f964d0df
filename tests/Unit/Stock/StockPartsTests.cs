using CsCheck;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Stock;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Stock;

public sealed class StockPartsTests
{
    private static readonly StockPlace Tea = Some.Sku("tea");

    // Dividing moves nothing away: the first part is where all of it lay.
    [Fact]
    public void FirstPart_IsWhereTheUndividedPlaceLay()
    {
        Assert.Equal([Tea], StockParts.Of(Tea, 1));
        Assert.Equal(["tea", "tea.1", "tea.2"], StockParts.Of(Tea, 3).Select(p => p.PartitionKey));
        Assert.Equal(["tea.0", "tea.1", "tea.2"], StockParts.Of(Tea, 3).Select(p => p.Value));
        Assert.Equal([Tea.Part(2)], StockParts.Of(Tea.Part(2), 3));
    }

    [Fact]
    public void Orders_BeginInAllPartsAlike_AndAskAll()
    {
        var parts = StockParts.Of(Tea, 8);
        var orders = Enumerable.Range(0, 4000).Select(_ => OrderId.New(Some.Member, Some.Ids)).ToList();

        Assert.All(orders.Take(50), o => Assert.Equal(parts, StockParts.For(o, parts).Order(Comparer<StockPlace>.Create((a, b) => (a.Shard ?? 0) - (b.Shard ?? 0)))));
        var begun = orders.GroupBy(o => StockParts.For(o, parts).First()).ToList();
        Assert.Equal(8, begun.Count);
        // 500 each, give or take six standard deviations of a binomial (√(4000 · ⅛ · ⅞) ≈ 21).
        Assert.All(begun, g => Assert.InRange(g.Count(), 374, 626));
    }

    [Fact]
    public void Shares_AreAllOfIt() => Gen.Select(Gen.Int[0, 10_000], Gen.Int[1, 32]).Sample((pieces, parts) =>
    {
        var shares = Enumerable.Range(0, parts).Select(n => StockParts.ShareOf(pieces, parts, n)).ToList();
        Assert.Equal(pieces, shares.Sum());
        Assert.True(shares.Max() - shares.Min() <= 1);
    });
}
