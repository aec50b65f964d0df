using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.FlashSales;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.FlashSales;

public sealed class FlashSaleTests
{
    private static readonly FlashSale Sale = new()
    {
        SessionId = FlashSaleId.TryParse("noon", out var id) ? id : default,
        Title = "整点秒杀",
        OpensAt = Some.Noon,
        ClosesAt = Some.Noon.AddHours(2),
        Items = [Item("tea", 100), Item("cup", 5)],
    };

    [Fact]
    public void Phase_ChangesAtTheInstant()
    {
        var tick = TimeSpan.FromTicks(1);

        Assert.Equal(FlashSalePhase.Upcoming, Sale.PhaseAt(Sale.OpensAt - tick));
        Assert.Equal(FlashSalePhase.Open, Sale.PhaseAt(Sale.OpensAt));
        Assert.Equal(FlashSalePhase.Open, Sale.PhaseAt(Sale.ClosesAt - tick));
        Assert.Equal(FlashSalePhase.Over, Sale.PhaseAt(Sale.ClosesAt));
    }

    // As RFC 9110 has Retry-After: whole seconds, and not one too few.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    [InlineData(3_600_000, 3600)]
    public void TooEarly_SaysWhenToComeBack(int millisecondsBefore, int seconds)
    {
        var problem = FlashSaleProblems.TooEarly(Sale, Sale.OpensAt.AddMilliseconds(-millisecondsBefore));

        Assert.Equal((425, seconds, true), (problem.Status, problem.RetryAfter, problem.IsCertain));
        Assert.Equal(seconds, problem.More?["secondsLeft"]);
    }

    [Fact]
    public void ANewSession_SetsItsPiecesAside_AndItsDeadlines()
    {
        var change = FlashSaleDecision.Put(null, Sale with { Items = [Item("tea", 100) with { StockShards = 4 }, Item("cup", 5)] }, Some.Noon.AddDays(-1)).Value;

        Assert.Equal(
            [
                new SetDeadline(Some.Noon.AddMinutes(-10), DeadlineKind.FlashSaleOpening, "noon"),
                new SetDeadline(Some.Noon.AddHours(2), DeadlineKind.FlashSaleOver, "noon"),
                new SetAside(Place("tea"), 100, "1"),
                new SetAside(Place("cup"), 5, "1"),
            ],
            change.Effects.Where(e => e is not StockDivided));
        Assert.Equal([new Division(Place("tea"), 4)], Assert.Single(change.Effects.OfType<StockDivided>()).Divisions);
    }

    [Fact]
    public void AChange_MovesTheDifference_UnderAKeyOfItsOwn()
    {
        var wanted = Sale with { Items = [Item("tea", 130), Item("pot", 7)], ClosesAt = Sale.ClosesAt.AddHours(1) };

        var change = FlashSaleDecision.Put(Sale, wanted, Some.Noon.AddHours(-1)).Value;

        Assert.Equal(2, change.Item.Revision);
        Assert.Equal(
            [
                new SetDeadline(wanted.ClosesAt, DeadlineKind.FlashSaleOver, "noon"),
                new SetAside(Place("tea"), 30, "2"),
                new SetAside(Place("pot"), 7, "2"),
                new ReleasePool(Place("cup"), "2"),
            ],
            change.Effects);
        Assert.Empty(FlashSaleDecision.Put(change.Item, wanted, Some.Noon.AddHours(-1)).Value.Effects);
    }

    [Fact]
    public void WhileItIsOpen_WhatWasShownStays()
    {
        FlashSale[] refused =
        [
            Sale with { OpensAt = Sale.OpensAt.AddMinutes(5) },
            Sale with { Items = [Item("tea", 100)] },
            Sale with { Items = [Item("tea", 100) with { PriceFen = new Fen(2) }, Item("cup", 5)] },
            Sale with { ReservationRequired = true },
        ];
        Assert.All(refused, wanted => Assert.Equal("FLASH_SALE_OPEN", FlashSaleDecision.Put(Sale, wanted, Some.Noon).Problem?.Code));

        var more = FlashSaleDecision.Put(Sale, Sale with { Items = [Item("tea", 120), Item("cup", 5), Item("pot", 1)], ClosesAt = Sale.ClosesAt.AddMinutes(-30) }, Some.Noon);
        Assert.Null(more.Problem);
    }

    [Fact]
    public void WhenItIsOver_ItStaysOver()
    {
        Assert.Equal("FLASH_SALE_OVER", FlashSaleDecision.Put(Sale, Sale with { ClosesAt = Some.Noon.AddDays(3) }, Sale.ClosesAt).Problem?.Code);
        Assert.Equal("INVALID_REQUEST", FlashSaleDecision.Put(null, Sale, Sale.ClosesAt).Problem?.Code);
    }

    [Fact]
    public void Shards_DoNotShrink()
    {
        var divided = Sale with { Items = [Item("tea", 100) with { StockShards = 4 }] };

        var fewer = FlashSaleDecision.Put(divided, divided with { Items = [Item("tea", 100) with { StockShards = 2 }] }, Some.Noon);

        Assert.Equal("STOCK_SHARDS_SHRINK", fewer.Problem?.Code);
    }

    private static FlashSaleItem Item(string sku, int pieces) => new(Some.Sku(sku), new Fen(990), pieces, LimitPerMember: 1, StockShards: 1);

    private static StockPlace Place(string sku) => new(Some.Sku(sku), "f-noon");
}
