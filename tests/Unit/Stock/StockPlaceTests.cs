using WeCommerce.Shop.Stock;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Stock;

public sealed class StockPlaceTests
{
    [Theory]
    [InlineData("tea", null, null)]
    [InlineData("tea", "g-summer", null)]
    [InlineData("tea", null, 3)]
    [InlineData("tea", "f-noon", 0)]
    public void Place_IsReadAsItIsWritten(string sku, string? pool, int? shard)
    {
        var place = new StockPlace(Some.Sku(sku), pool, shard);

        Assert.True(StockPlace.TryParse(place.Value, out var read));
        Assert.Equal(place, read);
    }

    // A place is a partition's key: Azure takes no / \ # ? there.
    [Theory]
    [InlineData("")]
    [InlineData("tea@")]
    [InlineData("tea#1")]
    [InlineData("tea.-1")]
    [InlineData("tea.x")]
    [InlineData("@summer")]
    [InlineData("tea@a@b")]
    [InlineData(null)]
    public void OtherTexts_AreNoPlace(string? text) => Assert.False(StockPlace.TryParse(text, out _));
}
