using WeCommerce.Shop.Money;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.Unit.Reconciliation.Bills;

namespace WeCommerce.Unit.Reconciliation;

/// <summary>Beijing's midnight: bills list a refund on the day on which it was accepted, whenever it arrives.</summary>
public sealed class DayBoundaryTests
{
    private static readonly DateTimeOffset LastSecond = ShopDay.Begin(Day.AddDays(1)).AddSeconds(-1);
    private static readonly DateTimeOffset Midnight = ShopDay.Begin(Day.AddDays(1));

    private static readonly BookedPayment Paid = Payment(1, 1990);

    // 23:59:59 of UTC+08:00 is 15:59:59 UTC.
    [Fact]
    public void Day_EndsAtBeijingsMidnight()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 11, 15, 59, 59, TimeSpan.Zero), LastSecond);
        Assert.Equal((Day, Day.AddDays(1)), (ShopDay.Of(LastSecond), ShopDay.Of(Midnight)));
    }

    [Fact]
    public void Refund_AcceptedInTheLastSecond_IsOfItsDay_WhenItArrivesTheNext()
    {
        var refund = Refund(1, 500) with { StartedAt = LastSecond, AcceptedAt = LastSecond, SucceededAt = Midnight.AddMinutes(1) };

        Assert.True(refund.BelongsTo(Day));
        Assert.False(refund.BelongsTo(Day.AddDays(1)));
        Assert.Empty(Compare(Bill(LineOf(Paid), LineOf(refund, BillRefundState.Processing)), [Paid], refund));
        Assert.Empty(Compare(Bill(LineOf(Paid), LineOf(refund, BillRefundState.Change)), [Paid], refund));
        Assert.Equal(DifferenceClass.Refund, Assert.Single(Compare(Bill(LineOf(Paid)), [Paid], refund)).Class);
    }

    [Fact]
    public void Refund_AcceptedAtMidnight_IsOfTheNextDay()
    {
        var refund = Refund(1, 500) with { StartedAt = LastSecond, AcceptedAt = Midnight, SucceededAt = Midnight.AddMinutes(1) };

        Assert.Empty(Compare(Bill(LineOf(Paid)), [Paid], refund));
    }

    // The answer that says when it was accepted can be lost; the notify does not say it.
    [Fact]
    public void Refund_ThatNobodyKnowsTheDayOf_MayBeInEitherBill()
    {
        var over = Refund(1, 500) with { StartedAt = LastSecond, AcceptedAt = null, SucceededAt = Midnight.AddMinutes(1) };
        var within = Refund(1, 500) with { AcceptedAt = null };

        Assert.Empty(Compare(Bill(LineOf(Paid)), [Paid], over));
        Assert.Empty(Compare(Bill(LineOf(Paid), LineOf(over, BillRefundState.Processing)), [Paid], over));
        Assert.Equal(DifferenceClass.Refund, Assert.Single(Compare(Bill(LineOf(Paid)), [Paid], within)).Class);
    }

    [Theory]
    [InlineData(nameof(RefundStage.Sending))]
    [InlineData(nameof(RefundStage.Closed))]
    public void Refund_ThatMovesNoMoney_NeedNotBeInTheBill(string stage) =>
        Assert.Empty(Compare(Bill(LineOf(Paid)), [Paid], Refund(1, 500) with { Stage = Enum.Parse<RefundStage>(stage), SucceededAt = null }));

    [Fact]
    public void Refund_ThatFailedAndThatNobodyKnows_IsNone() => Assert.Empty(Compare(Bill(LineOf(Paid), LineOf(Refund(1, 500), BillRefundState.Fail)), [Paid]));
}
