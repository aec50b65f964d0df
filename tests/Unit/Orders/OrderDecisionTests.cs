using CsCheck;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Unit.Orders;

public sealed class OrderDecisionTests
{
    [Fact]
    public void TakePayment_OfAnUnpaidOrder_PaysItAndSellsItsStock()
    {
        var order = Some.UnpaidOrder();

        var decision = Decide(order, Pay(order)).Value;

        Assert.Equal(OrderStatus.AwaitingShipment, decision.Order.Status);
        Assert.Equal(PayStatus.Paid, decision.Order.PayStatus);
        Assert.Equal(order.Places, Assert.Single(decision.Effects.OfType<StockSold>()).Skus);
        Assert.Equal(Some.Noon.AddMinutes(1).AddHours(48), Assert.Single(decision.Effects.OfType<SetDeadline>()).At);
        Assert.Equal(order.TotalFen, Fen.Sum(decision.Entries.Where(e => e.Debit == Account.WeChat).Select(e => e.AmountFen)));
    }

    // Lesson 5, 6: a repeat does nothing, and rewrites nothing.
    [Fact]
    public void TakePayment_ToldTwice_ChangesNothingTheSecondTime()
    {
        var order = Some.UnpaidOrder();
        var paid = Decide(order, Pay(order)).Value.Order;

        var again = Decide(paid, Pay(order), Some.Noon.AddHours(3)).Value;

        Assert.Same(paid, again.Order);
        Assert.Empty(again.Effects);
    }

    // Lesson 2: the amount is compared, as a whole number of fen.
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-3979)]
    public void TakePayment_OfAnotherAmount_GoesBackWhole_AndDoesNotPay(long difference)
    {
        var order = Some.UnpaidOrder();
        var payment = Some.PaymentOf(order) with { PaidFen = order.TotalFen + new Fen(difference) };

        var decision = Decide(order, new OrderCommand.TakePayment(payment, order.AppId, new ShippingOptions())).Value;

        Assert.Equal(OrderStatus.PendingPayment, decision.Order.Status);
        Assert.NotEqual(order.OutTradeNo, decision.Order.OutTradeNo);
        Assert.Equal(payment.PaidFen, Assert.Single(decision.Order.Refunds).AmountFen);
        Assert.Single(decision.Effects.OfType<SendRefund>());
        Assert.Equal(TaskKind.PaymentMismatch, Assert.Single(decision.Effects.OfType<RaiseTask>()).Kind);
    }

    [Fact]
    public void TakePayment_OfAnotherApp_IsNotTaken()
    {
        var order = Some.UnpaidOrder();

        Assert.Equal("PAYMENT_MISMATCH", Decide(order, new OrderCommand.TakePayment(Some.PaymentOf(order), "wxsomebodyelse", new ShippingOptions())).Problem?.Code);
    }

    // Lesson 9: neither revived without stock, nor kept, nor refused until WeChat gives up.
    [Fact]
    public void TakePayment_AfterTheOrderWasCancelled_GoesBackWhole()
    {
        var order = Some.UnpaidOrder();
        var cancelled = Decide(order, new OrderCommand.Cancel("超时")).Value.Order;

        var late = Decide(cancelled, Pay(order)).Value;

        Assert.Equal(OrderStatus.Cancelled, late.Order.Status);
        Assert.Equal(PayStatus.Refunding, late.Order.PayStatus);
        var back = Assert.Single(late.Order.Refunds);
        Assert.Equal(back.RefundId, Assert.IsType<SendRefund>(Assert.Single(late.Effects)).RefundId);
        Assert.Equal(order.TotalFen, back.AmountFen);

        var returned = Decide(late.Order, Some.Report(back, RefundStage.Succeeded)).Value;
        Assert.Equal(PayStatus.Refunded, returned.Order.PayStatus);
        Assert.Equal(Fen.Zero, Balance.Of([.. late.Entries, .. returned.Entries]).Single(b => b.Account == Account.WeChat).NetFen);
    }

    // Lesson 10.
    [Fact]
    public void TakePayment_OfAPaidOrderByAnotherTransaction_GoesBackWhole()
    {
        var order = Some.UnpaidOrder();
        var paid = Decide(order, Pay(order)).Value.Order;

        var second = Decide(paid, Pay(order, "4200000000000000000000000002")).Value;

        Assert.Equal(PayStatus.Paid, second.Order.PayStatus);
        Assert.Equal("4200000000000000000000000001", second.Order.Payment?.TransactionId);
        Assert.Equal("4200000000000000000000000002", Assert.Single(second.Order.Refunds).TransactionId);
    }

    [Fact]
    public void Cancel_OfAnUnpaidOrder_FreesItsStockOnce()
    {
        var order = Some.UnpaidOrder();

        var first = Decide(order, new OrderCommand.Cancel("买家取消")).Value;
        var second = Decide(first.Order, new OrderCommand.Cancel("超时")).Value;

        Assert.IsType<StockFreed>(Assert.Single(first.Effects));
        Assert.Same(first.Order, second.Order);
        Assert.Empty(second.Effects);
    }

    [Fact]
    public void Cancel_OfAPaidOrder_IsRefused()
    {
        var order = Some.UnpaidOrder();
        var paid = Decide(order, Pay(order)).Value.Order;

        Assert.Equal("ORDER_ALREADY_PAID", Decide(paid, new OrderCommand.Cancel("超时")).Problem?.Code);
    }

    // Whatever comes, in whatever order and however often: stock is ended exactly one way, every payment is kept once or sent back once.
    [Fact]
    public void Decide_AnySequenceOfCommands_NeitherLosesNorDoublesAnything()
    {
        var commands = Gen.Int[0, 5].List[1, 12];
        commands.Sample(picks =>
        {
            var start = Some.UnpaidOrder();
            var order = start;
            var effects = new List<object>();
            foreach (var pick in picks)
            {
                OrderCommand command = pick switch
                {
                    0 or 1 or 2 => Pay(start, $"420000000000000000000000000{pick}"),
                    3 => new OrderCommand.Cancel("超时"),
                    _ when order.Refunds.Count > pick - 4 => Some.Report(order.Refunds[pick - 4], RefundStage.Succeeded),
                    _ => new OrderCommand.ReceiptDue(),
                };
                var decision = Decide(order, command);
                if (decision.Problem is not null)
                    continue;

                Assert.True(order.Payment is null || decision.Value.Order.Payment == order.Payment);
                Assert.True(order.Trade == TradeAxis.Open || decision.Value.Order.Trade == TradeAxis.Cancelled);
                order = decision.Value.Order;
                effects.AddRange(decision.Value.Effects);
            }

            var reported = picks.Where(p => p <= 2).Distinct().Count();
            var kept = order.Payment is null ? 0 : 1;
            Assert.Equal(reported, kept + order.UnwantedPayments.Count);
            Assert.Equal(order.UnwantedPayments.Count, effects.OfType<SendRefund>().Count());
            Assert.Equal(kept, effects.OfType<StockSold>().Count());
            Assert.Equal(order.Trade == TradeAxis.Cancelled ? 1 : 0, effects.OfType<StockFreed>().Count());
            Assert.False(order.Payment is not null && order.Trade == TradeAxis.Cancelled);
        });
    }

    private static OrderCommand.TakePayment Pay(Order order, string transactionId = "4200000000000000000000000001") =>
        new(Some.PaymentOf(order, transactionId), order.AppId, new ShippingOptions());

    private static Result<OrderDecision> Decide(Order order, OrderCommand command, DateTimeOffset? now = null) =>
        OrderDecision.Decide(order, command, now ?? Some.Noon.AddMinutes(2));
}
