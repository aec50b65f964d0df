using CsCheck;
using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.AfterSales;

public sealed class AfterSaleTests
{
    private static readonly AfterSaleOptions Rules = new();
    private static readonly ShippingOptions Shipping = new();

    // Lesson 22: parts never sum to more than the whole, and all pieces to exactly the whole, in whatever order cases come and are given up.
    [Fact]
    public void Shares_OfAllPieces_AreTheLinesPrice()
    {
        Gen.Select(Gen.Long[1, 5000], Gen.Int[1, 9], Gen.Long[0, 100], Gen.Int[0, 9].List[1, 30]).Sample((price, quantity, percentOff, moves) =>
        {
            var discount = price * quantity * percentOff / 100;
            var order = Sent(Paid(Some.UnpaidOrder(price, quantity), new Fen(discount)));
            var paid = order.Lines[0].PaidFen;
            foreach (var move in moves)
            {
                order = move switch
                {
                    < 7 => Ask(order, AfterSaleKind.ReturnAndRefund, (move % 3) + 1) ?? order,
                    _ when order.AfterSales.FirstOrDefault(a => a.Stage == AfterSaleStage.Requested) is { } asked =>
                        OrderDecision.Decide(order, new OrderCommand.WithdrawAfterSale(asked.RefundId, Overdue: false), Some.Noon).Value.Order,
                    _ => order,
                };
                Assert.True(SharesOf(order) <= paid);
                if (order.UnclaimedOf(order.Lines[0]) == 0)
                    Assert.Equal(paid, SharesOf(order));
            }
        });
    }

    [Theory]
    [InlineData(1000, 3, new[] { 333L, 333L, 334L })]
    [InlineData(1, 3, new[] { 0L, 0L, 1L })]
    [InlineData(5997, 3, new[] { 1999L, 1999L, 1999L })]
    public void Shares_PieceByPiece(long paidFen, int quantity, long[] shares)
    {
        // One piece costs more than is paid for all: the rest is discount.
        var order = Sent(Paid(Some.UnpaidOrder(paidFen, quantity), new Fen((paidFen * quantity) - paidFen)));
        foreach (var share in shares)
        {
            var claim = AfterSaleClaim.Of(order, Wish(AfterSaleKind.Exchange, 1)).Value;
            Assert.Equal(share, claim.Lines[0].ShareFen.Value);
            order = Ask(order, AfterSaleKind.Exchange, 1)!;
        }
    }

    [Fact]
    public void Freight_GoesBack_WithTheLastPiece_WhenNothingWasSent()
    {
        var order = Paid(Some.UnpaidOrder() with { FreightFen = new Fen(800) }, Fen.Zero);
        var first = Ask(order, AfterSaleKind.RefundOnly, 1)!;
        var second = Ask(first, AfterSaleKind.RefundOnly, 1)!;

        Assert.Equal([0, 800], second.AfterSales.Select(a => a.FreightFen.Value));
        Assert.Equal(order.TotalFen, Fen.Sum(second.AfterSales.Select(a => a.AmountFen)));
    }

    [Fact]
    public void Freight_StaysWithTheShop_WhenGoodsAreNoLongerWanted_AndGoesBackWhenTheyWereBad()
    {
        var order = Sent(Paid(Some.UnpaidOrder() with { FreightFen = new Fen(800) }, Fen.Zero));

        Assert.Equal(3980, AfterSaleClaim.Of(order, Wish(AfterSaleKind.ReturnAndRefund, 2)).Value.MostFen.Value);
        Assert.Equal(4780, AfterSaleClaim.Of(order, Wish(AfterSaleKind.ReturnAndRefund, 2) with { Reason = AfterSaleReason.Quality }).Value.MostFen.Value);
    }

    [Fact]
    public void Goods_ThatAreExcluded_DoNotComeBackWithoutReason()
    {
        var order = Sent(Paid(Some.UnpaidOrder(), Fen.Zero));
        order = order with { Lines = [order.Lines[0] with { NoReasonReturn = false }] };

        Assert.Equal("NO_RETURN_WITHOUT_REASON", Request(order, Wish(AfterSaleKind.ReturnAndRefund, 1)).Problem?.Code);
        Assert.Null(Request(order, Wish(AfterSaleKind.ReturnAndRefund, 1) with { Reason = AfterSaleReason.Damaged }).Problem);
    }

    // Whatever is done, in whatever order: no piece is sent or given back twice, no fen goes back twice, the books balance.
    [Fact]
    public void AnyLife_KeepsGoodsAndMoneyTogether()
    {
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 1000].List[1, 40]).Sample((quantity, picks) =>
        {
            var order = Some.UnpaidOrder(priceFen: 1999, quantity) with { FreightFen = new Fen(600) };
            var (entries, effects, now) = (new List<Entry>(), new List<object>(), Some.Noon.AddMinutes(2));
            foreach (var pick in picks)
            {
                now = now.AddHours(pick % 7);
                var decision = OrderDecision.Decide(order, CommandOf(order, pick), now);
                if (decision.Problem is not null)
                    continue;
                entries.AddRange(decision.Value.Entries);
                effects.AddRange(decision.Value.Effects);
                AssertSound(order, decision.Value.Order, entries, effects);
                order = decision.Value.Order;
            }
        }, iter: 20_000);
    }

    private static void AssertSound(Order before, Order order, List<Entry> entries, List<object> effects)
    {
        var line = order.Lines[0];
        Assert.True(order.ShippableOf(line) >= 0 && order.ReturnableOf(line) >= 0 && order.UnclaimedOf(line) >= 0);
        Assert.True(before.Payment is null || before.Payment == order.Payment);
        Assert.True(order.Shipments.Count >= before.Shipments.Count && order.Refunds.Count >= before.Refunds.Count);

        var paid = (order.Payment is { } payment ? payment.PaidFen : Fen.Zero) + Fen.Sum(order.UnwantedPayments.Select(p => p.PaidFen));
        var back = Fen.Sum(order.Refunds.Where(r => r.Stage == RefundStage.Succeeded).Select(r => r.AmountFen));
        foreach (var transaction in order.Refunds.GroupBy(r => r.TransactionId))
            Assert.True(order.GivenBackFen(transaction.Key) <= transaction.First().OfFen);
        var balances = Balance.Of(entries).ToDictionary(b => b.Account, b => b.NetFen);
        Assert.Equal(Fen.Zero, Fen.Sum(balances.Values));
        Assert.Equal(paid - back, balances.GetValueOrDefault(Account.WeChat));
        Assert.Equal(Fen.Zero, balances.GetValueOrDefault(Account.Unclaimed));
        Assert.True(balances.GetValueOrDefault(Account.RefundsPayable) <= Fen.Zero);
        Assert.Equal(Enumerable.Range(1, order.EntryCount), entries.Select(e => e.Number));

        var returned = effects.OfType<StockReturned>().ToList();
        Assert.Equal(returned.Count, returned.Select(r => r.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.True(returned.Sum(r => r.Pieces.Sum(p => p.Quantity)) <= line.Quantity);
        Assert.True(effects.OfType<StockSold>().Count() + effects.OfType<StockFreed>().Count() <= 1);
    }

    private static OrderCommand CommandOf(Order order, int pick)
    {
        var sale = order.AfterSales.Count > 0 ? order.AfterSales[pick % order.AfterSales.Count].RefundId : RefundId.Of(order.OrderId, 1);
        return (pick % 17) switch
        {
            0 or 1 => new OrderCommand.TakePayment(Some.PaymentOf(order, $"420000000000000000000000000{pick % 3}"), order.AppId, Shipping),
            2 => new OrderCommand.TakePayment(Some.PaymentOf(order, "4200000000000000000000000009") with { PaidFen = new Fen(7) }, order.AppId, Shipping),
            3 => new OrderCommand.Cancel("超时"),
            4 or 5 => new OrderCommand.Ship("ZTO", $"ZTO{pick % 5}", pick % 2 == 0 ? null : [new ShippedLine(1, 1)], Shipping),
            6 or 7 => new OrderCommand.RequestAfterSale(
                $"key-{pick}", "hash", Wish((AfterSaleKind)(pick % 3), (pick % 2) + 1) with { Reason = (AfterSaleReason)(pick % 6) }, Rules, Shipping),
            8 => new OrderCommand.ApproveAfterSale(sale, Rules),
            9 => new OrderCommand.RejectAfterSale(sale, "不同意"),
            10 => new OrderCommand.WithdrawAfterSale(sale, Overdue: pick % 2 == 0),
            11 => new OrderCommand.SendBack(sale, "SF", "SF1", Rules),
            12 => new OrderCommand.InspectReturn(sale, Restock: pick % 2 == 0, OrderId.New(Some.Member, Some.Ids)),
            13 or 14 when order.Refunds.Count > 0 =>
                Some.Report(order.Refunds[pick % order.Refunds.Count], (RefundStage)(1 + (pick % 4))),
            15 when order.Refunds.Count > 0 => new OrderCommand.RetryRefund(order.Refunds[pick % order.Refunds.Count].RefundId),
            16 => new OrderCommand.ExchangePlaced(sale),
            _ => new OrderCommand.Receive(),
        };
    }

    private static AfterSaleWish Wish(AfterSaleKind kind, int quantity) =>
        new(kind, [new ClaimedLine(1, quantity)], null, AfterSaleReason.NoLongerWanted, null, []);

    private static Shop.Http.Result<OrderDecision> Request(Order order, AfterSaleWish wish) => OrderDecision.Decide(
        order, new OrderCommand.RequestAfterSale($"key-{order.AfterSales.Count}", "hash", wish, Rules, Shipping), Some.Noon.AddMinutes(5));

    private static Order? Ask(Order order, AfterSaleKind kind, int quantity) =>
        Request(order, Wish(kind, quantity)) is { Problem: null } asked ? asked.Value.Order : null;

    private static Fen SharesOf(Order order) => Fen.Sum(order.LiveClaimsOf(1).Select(c => c.ShareFen));

    private static Order Paid(Order order, Fen discount)
    {
        order = order with { Lines = [order.Lines[0] with { DiscountFen = discount }] };
        return OrderDecision.Decide(order, new OrderCommand.TakePayment(Some.PaymentOf(order), order.AppId, Shipping), Some.Noon).Value.Order;
    }

    private static Order Sent(Order order) => OrderDecision.Decide(order, new OrderCommand.Ship("ZTO", "ZTO1", null, Shipping), Some.Noon).Value.Order;
}
