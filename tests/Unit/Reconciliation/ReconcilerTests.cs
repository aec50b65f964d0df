using WeCommerce.Shop.Money;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.Unit.Reconciliation.Bills;

namespace WeCommerce.Unit.Reconciliation;

/// <summary>Each of the seven classes, alone, together, and what looks like one and is none.</summary>
public sealed class ReconcilerTests
{
    private static readonly BookedPayment Paid = Payment(1, 1990);
    private static readonly BookedPayment Late = Payment(2, 2500, isKept: false);
    private static readonly BookedRefund GivenBack = Refund(2, 2500);

    [Fact]
    public void EmptyDay_HasNone() => Assert.Empty(Reconciler.Compare(Reconciler.NoTrades, Reconciler.NoFlows, new DayBooks(Day, [], [])));

    // Lesson 9: a payment that its order could not take is booked, and goes back.
    [Fact]
    public void DayThatAgrees_HasNone() => Assert.Empty(Compare(Bill(LineOf(Paid), LineOf(Late), LineOf(GivenBack)), [Paid, Late], GivenBack));

    [Fact]
    public void PaymentOnlyInTheBill_IsMissingHere()
    {
        var difference = Assert.Single(Compare(Bill(LineOf(Paid), LineOf(Late)), [Late]));

        Assert.Equal((DifferenceClass.MissingHere, $"MissingHere-{Paid.TransactionId}", Paid.TransactionId, $"{Paid.OutTradeNo}"), Told(difference));
        Assert.Equal((null, new Fen(1990), true), (difference.OursFen, difference.TheirsFen, difference.CanTake));
    }

    // A number that leads to no order of the shop cannot be asked after.
    [Fact]
    public void PaymentOfAnotherSystem_IsMissingHere_ForAPerson()
    {
        var difference = Assert.Single(Compare(Bill(LineOf(Paid) with { OutTradeNo = "POS-2026-1" }), []));

        Assert.Equal((DifferenceClass.MissingHere, false), (difference.Class, difference.CanTake));
    }

    [Fact]
    public void PaymentOnlyInTheBooks_IsMissingThere()
    {
        var difference = Assert.Single(Compare(Bill(LineOf(Late)), [Paid, Late]));

        Assert.Equal((DifferenceClass.MissingThere, $"MissingThere-{Paid.TransactionId}", Paid.TransactionId, $"{Paid.OutTradeNo}"), Told(difference));
        Assert.Equal((new Fen(1990), null, false), (difference.OursFen, difference.TheirsFen, difference.CanTake));
    }

    [Theory]
    [InlineData(1991)]
    [InlineData(1989)]
    [InlineData(0)]
    [InlineData(199000)]
    public void OtherAmount_IsAmount_AndNothingElse(long fen)
    {
        var line = LineOf(Paid) with { OrderTotalFen = fen, SettlementTotalFen = fen };

        var difference = Assert.Single(Compare(Bill(line), [Paid]));

        Assert.Equal((DifferenceClass.Amount, (Fen?)new Fen(1990), (Fen?)new Fen(fen)), (difference.Class, difference.OursFen, difference.TheirsFen));
    }

    // What WeChat settles is less where it gave a coupon of the merchant's; the order's amount is what counts.
    [Fact]
    public void CouponOfTheMerchant_IsNoOtherAmount() => Assert.Empty(Compare(
        Bill(LineOf(Paid) with { SettlementTotalFen = 1490, CouponFen = 500, Fee = new MilliFen(FeeOf(1490) * 1000) }), [Paid]));

    // 1990 分 × 0.60% = 11.94 分.
    [Theory]
    [InlineData(12_000, true)]
    [InlineData(11_940, true)]
    [InlineData(13_000, false)]
    [InlineData(11_000, false)]
    [InlineData(11_941, false)]
    [InlineData(0, false)]
    [InlineData(-12_000, false)]
    public void Fee_IsItsRateOfTheAmount_ToTheFenOrPrintedToFiveDecimals(long milliFen, bool isRight)
    {
        var differences = Compare(Bill(LineOf(Paid) with { Fee = new MilliFen(milliFen) }), [Paid]);

        if (isRight)
            Assert.Empty(differences);
        else
            Assert.Contains(differences, d => d.Id == $"Fee-{Paid.TransactionId}" && d.OursFen == new Fen(12));
    }

    [Fact]
    public void FeeThatTheFundFlowDeductsOtherwise_IsFeeOfTheDay()
    {
        var bill = Bill(LineOf(Paid), LineOf(Late), LineOf(GivenBack));
        var flows = FlowsOf(bill);
        flows = flows with { Lines = [.. flows.Lines.Select(f => f.BusinessType == "扣除交易手续费" && f.BusinessId == Paid.TransactionId ? f with { AmountFen = 14 } : f)] };

        var difference = Assert.Single(Reconciler.Compare(bill, flows, new DayBooks(Day, [Paid, Late], [GivenBack])));

        Assert.Equal(("Fee-day", (Fen?)new Fen(12), (Fen?)new Fen(14)), (difference.Id, difference.OursFen, difference.TheirsFen));
    }

    [Fact]
    public void RefundThatTakesMoreThanTheBillSays_IsFeeOfTheDay()
    {
        var bill = Bill(LineOf(Late), LineOf(GivenBack));
        var flows = FlowsOf(bill);
        // 2500 分, of which 15 分 of fee came back.
        flows = flows with { Lines = [.. flows.Lines.Select(f => f.BusinessType == "退款" ? f with { AmountFen = 2500 } : f)] };

        Assert.Equal("Fee-day", Assert.Single(Reconciler.Compare(bill, flows, new DayBooks(Day, [Late], [GivenBack]))).Id);
    }

    [Fact]
    public void Refund_OnlyInTheBill_OnlyInTheBooks_OfAnotherAmount_OfAnotherPayment()
    {
        var bill = Bill(LineOf(Paid), LineOf(Late));

        var there = Assert.Single(Compare(Bill([.. bill.Lines, LineOf(GivenBack)]), [Paid, Late]));
        var here = Assert.Single(Compare(bill, [Paid, Late], GivenBack));
        var amount = Assert.Single(Compare(Bill([.. bill.Lines, LineOf(GivenBack with { AmountFen = new Fen(2499) })]), [Paid, Late], GivenBack));
        var payment = Assert.Single(Compare(Bill([.. bill.Lines, LineOf(GivenBack with { TransactionId = Paid.TransactionId })]), [Paid, Late], GivenBack));

        Assert.All([there, here, amount, payment], d => Assert.Equal((DifferenceClass.Refund, $"Refund-{GivenBack.RefundId}"), (d.Class, d.Id)));
        Assert.Equal([null, 2500, 2500, 2500], [there.OursFen?.Value, here.OursFen?.Value, amount.OursFen?.Value, payment.OursFen?.Value]);
        Assert.Equal([2500, null, 2499, 2500], [there.TheirsFen?.Value, here.TheirsFen?.Value, amount.TheirsFen?.Value, payment.TheirsFen?.Value]);
        Assert.Equal([false, true, true, false], [there.CanTake, here.CanTake, amount.CanTake, payment.CanTake]);
    }

    [Fact]
    public void LineThatComesTwice_IsDuplicate()
    {
        var bill = Bill(LineOf(Paid), LineOf(Paid), LineOf(Late), LineOf(GivenBack), LineOf(GivenBack), LineOf(GivenBack));

        // In the order of their numbers, of which one is chance.
        var differences = Compare(bill, [Paid, Late], GivenBack).OrderByDescending(d => d.Id == $"Duplicate-{Paid.TransactionId}").ToList();

        Assert.Equal([$"Duplicate-{Paid.TransactionId}", $"Duplicate-{GivenBack.RefundId}"], differences.Select(d => d.Id));
        Assert.Equal([3980, 7500], differences.Select(d => d.TheirsFen!.Value.Value));
    }

    // Lesson 10.
    [Fact]
    public void TwoPaymentsKeptForOneOrder_AreDuplicate()
    {
        var second = Payment(3, 1990) with { OrderId = Paid.OrderId, OutTradeNo = WeCommerce.Shop.Orders.OutTradeNo.Of(Paid.OrderId, 2) };

        Assert.Equal($"Duplicate-{Paid.OrderId}", Assert.Single(Compare(Bill(LineOf(Paid), LineOf(second)), [Paid, second])).Id);
        Assert.Empty(Compare(Bill(LineOf(Paid), LineOf(second)), [Paid, second with { IsKept = false }]));
    }

    [Fact]
    public void OneTransactionForTwoOrders_IsDuplicate()
    {
        var other = Paid with { OrderId = Order(9) };

        Assert.Equal($"Duplicate-{Paid.TransactionId}", Assert.Single(Compare(Bill(LineOf(Paid)), [Paid, other])).Id);
    }

    [Theory]
    [InlineData(BillTradeState.Revoked)]
    [InlineData(BillTradeState.Refund)]
    [InlineData(BillTradeState.Unknown)]
    public void PaymentThatTheBillDoesNotCallOne_IsState(BillTradeState state)
    {
        var line = LineOf(Paid) with { TradeState = state, TradeStateText = "REVOKED" };

        Assert.Equal($"State-{Paid.TransactionId}", Assert.Single(Compare(Bill(line), [Paid])).Id);
    }

    [Fact]
    public void RevokedPaymentThatNobodyBooked_IsNone() => Assert.Empty(Compare(Bill(LineOf(Paid) with { TradeState = BillTradeState.Revoked }), []));

    [Fact]
    public void PaymentOfAnotherOrder_IsState() =>
        Assert.Equal($"State-{Paid.TransactionId}", Assert.Single(Compare(Bill(LineOf(Paid) with { OutTradeNo = $"{Late.OutTradeNo}" }), [Paid])).Id);

    [Fact]
    public void AllSevenTogether_AreSeven()
    {
        var payments = Enumerable.Range(10, 5).Select(n => Payment(n, 1000 * n)).ToList();
        var refund = Refund(11, 500);
        var bill = Bill(
            LineOf(payments[1]) with { OrderTotalFen = 11001, SettlementTotalFen = 11001 },
            LineOf(payments[2]) with { Fee = new MilliFen(1000) },
            LineOf(payments[3]),
            LineOf(payments[3]),
            LineOf(payments[4]) with { TradeState = BillTradeState.Revoked },
            LineOf(Payment(99, 7)),
            LineOf(refund with { AmountFen = new Fen(501) }));

        Assert.Equal(Enum.GetValues<DifferenceClass>(), Compare(bill, payments, refund).Select(d => d.Class));
    }

    // What a bill of a day says is how refunds stood on the morning after.
    [Theory]
    [InlineData(BillRefundState.Success, nameof(RefundStage.Succeeded), true)]
    [InlineData(BillRefundState.Success, nameof(RefundStage.Processing), false)]
    [InlineData(BillRefundState.Success, nameof(RefundStage.Sending), false)]
    [InlineData(BillRefundState.Success, nameof(RefundStage.Abnormal), false)]
    [InlineData(BillRefundState.Success, nameof(RefundStage.Closed), false)]
    [InlineData(BillRefundState.Processing, nameof(RefundStage.Succeeded), false)]
    [InlineData(BillRefundState.Processing, nameof(RefundStage.Processing), true)]
    [InlineData(BillRefundState.Processing, nameof(RefundStage.Sending), true)]
    [InlineData(BillRefundState.Processing, nameof(RefundStage.Abnormal), true)]
    [InlineData(BillRefundState.Processing, nameof(RefundStage.Closed), true)]
    [InlineData(BillRefundState.Fail, nameof(RefundStage.Closed), true)]
    [InlineData(BillRefundState.Fail, nameof(RefundStage.Succeeded), false)]
    [InlineData(BillRefundState.Fail, nameof(RefundStage.Processing), false)]
    [InlineData(BillRefundState.Fail, nameof(RefundStage.Abnormal), false)]
    [InlineData(BillRefundState.Change, nameof(RefundStage.Abnormal), true)]
    [InlineData(BillRefundState.Change, nameof(RefundStage.Closed), true)]
    [InlineData(BillRefundState.Change, nameof(RefundStage.Processing), false)]
    [InlineData(BillRefundState.Change, nameof(RefundStage.Succeeded), false)]
    [InlineData(BillRefundState.Unknown, nameof(RefundStage.Succeeded), false)]
    public void RefundState_AgreesOrIsState(BillRefundState bill, string stage, bool agrees)
    {
        var refund = GivenBack with { Stage = Enum.Parse<RefundStage>(stage), SucceededAt = stage == nameof(RefundStage.Succeeded) ? Noon : null };

        var differences = Compare(Bill(LineOf(Late), LineOf(refund, bill)), [Late], refund);

        Assert.Equal(agrees ? [] : [$"State-{GivenBack.RefundId}"], differences.Select(d => d.Id));
    }

    private static (DifferenceClass Class, string Id, string? TransactionId, string? OutTradeNo) Told(Difference d) => (d.Class, d.Id, d.TransactionId, d.OutTradeNo);
}
