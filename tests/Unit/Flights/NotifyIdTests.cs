using WeCommerce.Shop;
using WeCommerce.Shop.Flights;
using WeCommerce.Storage;

namespace WeCommerce.Unit.Flights;

public sealed class NotifyIdTests
{
    // 16:30 UTC is half past midnight in Beijing: the next day of the shop.
    [Fact]
    public void New_IsOfTheShopsDay_AndLeadsToItsRow()
    {
        var id = NotifyId.New(new DateTimeOffset(2026, 11, 23, 16, 30, 0, TimeSpan.Zero), new Ids(TimeProvider.System));

        Assert.True(NotifyId.TryParse(id.Value, out var read));
        Assert.Equal(("20261124", id.RowKey), (read.Day, read.RowKey));
        Assert.StartsWith("20261123163000000-", read.RowKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("20261124.20261123163000000-ABCDEFG")]
    [InlineData("20261124/20261123163000000-ABCDEFGH")]
    [InlineData("2026112A.20261123163000000-ABCDEFGH")]
    [InlineData("20261124.2026112316300000/-ABCDEFGH")]
    public void TryParse_WhatIsNone_IsFalse(string? text) => Assert.False(NotifyId.TryParse(text, out _));

    // What leads to an order: its id, its number at WeChat, a refund's.
    [Theory]
    [InlineData("0123456789ABCDEFGHJKMNPQRSTVWX", true)]
    [InlineData("0123456789ABCDEFGHJKMNPQRSTVWX01", true)]
    [InlineData("0123456789ABCDEFGHJKMNPQRSTVWXR01", true)]
    [InlineData("0123456789ABC", false)]
    [InlineData("sku-0123456789", false)]
    [InlineData(null, false)]
    public void OrderIn_FindsTheOrder(string? id, bool found) =>
        Assert.Equal(found ? "0123456789ABCDEFGHJKMNPQRSTVWX" : null, ShopTrace.OrderIn(id)?.Value);
}
