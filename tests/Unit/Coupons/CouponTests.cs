using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Unit.Orders;
using static WeCommerce.Unit.Promotions.Goods;

namespace WeCommerce.Unit.Coupons;

/// <summary>A coupon goes where its order goes.</summary>
public sealed class CouponTests
{
    private static readonly DateTimeOffset Later = Some.Noon.AddHours(1);

    [Fact]
    public void Following_AnUnpaidOrder_Waits_APaidOne_IsUsed_ACancelledOne_ComesBack()
    {
        var (order, coupon) = OrderWithCoupon(returnOnRefund: true);

        Assert.Same(coupon, coupon.Following(order, Later));
        Assert.Equal((CouponStage.Used, (OrderId?)order.OrderId), (coupon.Following(Paid(order), Later).Stage, coupon.Following(Paid(order), Later).OrderId));
        Assert.Equal((CouponStage.Unused, null), (coupon.Following(Cancelled(order), Later).Stage, coupon.Following(Cancelled(order), Later).OrderId));
        // Late and repeated: once back it belongs to nobody's order.
        var back = coupon.Following(Cancelled(order), Later);
        Assert.Same(back, back.Following(Cancelled(order), Later));
        Assert.Same(back, back.Following(Paid(order), Later));
    }

    [Theory]
    [InlineData(true, 0, 2, CouponStage.Unused, 24)]
    [InlineData(true, 0, 30, CouponStage.Used, 24)]
    [InlineData(true, 3, 30, CouponStage.Unused, 30 + 72)]
    [InlineData(true, 3, 2, CouponStage.Unused, 24)]
    [InlineData(false, 3, 2, CouponStage.Used, 24)]
    internal void Following_AnOrderRefundedInFull_ComesBackByItsTerms(bool returns, int extendDays, int refundedAfterHours, CouponStage stage, int goodForHours)
    {
        var (order, coupon) = OrderWithCoupon(returns, extendDays);
        var used = coupon.Following(Paid(order), Later);
        var closed = Refunded(Paid(order), Some.Noon.AddHours(refundedAfterHours));
        Assert.Equal(OrderStatus.Closed, closed.Status);

        var after = used.Following(closed, Some.Noon.AddHours(500));
        Assert.Equal((stage, Some.Noon.AddHours(goodForHours)), (after.Stage, after.ValidUntil));
        // The payment's own effect may come after the refund's.
        Assert.Equal(after, coupon.Following(closed, Some.Noon.AddHours(500)) with { UsedAt = after.UsedAt });
    }

    [Fact]
    public void Decisions_ThatCouponsFollow_SaySo_AndOthersDoNot()
    {
        var (order, _) = OrderWithCoupon(returnOnRefund: true);
        Assert.Single(Decide(order, new OrderCommand.Cancel("超时")).Effects.OfType<CouponsSettled>());
        Assert.Single(Decide(order, Pay(order)).Effects.OfType<CouponsSettled>());
        var plain = Some.UnpaidOrder();
        Assert.Empty(Decide(plain, new OrderCommand.Cancel("超时")).Effects.OfType<CouponsSettled>());
        Assert.Empty(Decide(plain, Pay(plain)).Effects.OfType<CouponsSettled>());

        var asked = Decide(Paid(order), Ask(pieces: 1)).Order;
        var partly = Decide(asked, Some.Report(asked.Refunds[^1], RefundStage.Succeeded));
        Assert.Empty(partly.Effects.OfType<CouponsSettled>());
        var rest = Decide(partly.Order, Ask(pieces: 1, key: "b")).Order;
        Assert.Single(Decide(rest, Some.Report(rest.Refunds[^1], RefundStage.Succeeded)).Effects.OfType<CouponsSettled>());
    }

    // Lesson 22: a discounted line that is given back piece by piece gives back what was paid for it, to the fen.
    [Fact]
    public void Refunds_PieceByPiece_GiveBackWhatWasPaid()
    {
        var (order, _) = OrderWithCoupon(returnOnRefund: true, discountFen: 1001, quantity: 3);
        var paid = Paid(order);
        for (var n = 0; n < 3; n++)
            paid = Decide(paid, Ask(pieces: 1, key: $"k{n}")).Order;

        Assert.Equal(order.TotalFen, Fen.Sum(paid.Refunds.Select(r => r.AmountFen)));
    }

    [Fact]
    public void CouponId_LeadsToItsMember_AndGivenAgainIsTheSame()
    {
        var id = CouponId.Of(Some.Member, Some.Noon, "grant a.k");
        Assert.Equal((id, Some.Member), (CouponId.Of(Some.Member, Some.Noon, "grant a.k"), id.MemberId));
        Assert.NotEqual(id, CouponId.Of(Some.Member, Some.Noon, "grant a.l"));
        Assert.True(CouponId.TryParse(id.Value, out var read) && read == id);
        Assert.False(CouponId.TryParse($"{id}0", out _) || OrderId.TryParse(id.Value, out _) || MemberId.TryParse(id.Value, out _));
        Assert.True(GrantId.TryParse("offer.key_1", out var grant) && grant.OfferId.Value == "offer");
        Assert.False(GrantId.TryParse("offer", out _) || GrantId.TryParse("offer.", out _) || GrantId.TryParse("a.b.c", out _));
    }

    private static (Order Order, Coupon Coupon) OrderWithCoupon(bool returnOnRefund, int extendDays = 0, long discountFen = 980, int quantity = 2)
    {
        var coupon = ACouponOf.Terms(new CouponTerms("满减", Off(discountFen), Fen.Zero, DiscountScope.Everything, [], returnOnRefund, extendDays));
        var order = Some.UnpaidOrder(quantity: quantity);
        order = order with
        {
            Lines = [order.Lines[0] with { DiscountFen = new Fen(discountFen) }],
            Discounts = [new Discount(DiscountKind.Coupon, coupon.CouponId.Value, "满减", [new Fen(discountFen)], Fen.Zero)],
        };
        return (order, coupon.SpentFor(order.OrderId));
    }

    private static Order Paid(Order order) => Decide(order, Pay(order)).Order;

    private static Order Cancelled(Order order) => Decide(order, new OrderCommand.Cancel("超时")).Order;

    private static Order Refunded(Order order, DateTimeOffset at)
    {
        var asked = Decide(order, Ask(pieces: null)).Order;
        var told = Decide(asked, Some.Report(asked.Refunds[^1], RefundStage.Succeeded)).Order;
        return told with { Refunds = [told.Refunds[^1] with { SucceededAt = at }] };
    }

    private static OrderCommand.TakePayment Pay(Order order) => new(Some.PaymentOf(order), order.AppId, new ShippingOptions());

    private static OrderCommand.RequestAfterSale Ask(int? pieces, string key = "a") => new(
        key, "hash",
        new AfterSaleWish(AfterSaleKind.RefundOnly, pieces is { } n ? [new ClaimedLine(1, n)] : null, null, AfterSaleReason.NoLongerWanted, null, []),
        new AfterSaleOptions { ApproveUnshipped = true }, new ShippingOptions());

    private static OrderDecision Decide(Order order, OrderCommand command) => OrderDecision.Decide(order, command, Later).Value;
}
