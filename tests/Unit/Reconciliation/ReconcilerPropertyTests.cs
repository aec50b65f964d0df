using CsCheck;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.Unit.Reconciliation.Bills;

namespace WeCommerce.Unit.Reconciliation;

/// <summary>Whatever a day was: its true bill has no difference, and one alteration is one difference of its class.</summary>
public sealed class ReconcilerPropertyTests
{
    // An order: what was paid, whether somebody paid it twice, and how its refunds stand.
    private static readonly Gen<(long Fen, bool Twice, List<int> Refunds)> OrderGen =
        Gen.Select(Gen.Long[1, 9_999_999], Gen.Bool, Gen.Int[0, 5].List[0, 3]);

    private static readonly Gen<List<(long Fen, bool Twice, List<int> Refunds)>> DayGen = OrderGen.List[1, 12];

    [Fact]
    public void TrueBill_HasNoDifference() => DayGen.Sample(orders =>
    {
        var (books, bill) = DayOf(orders);

        Assert.Empty(Reconciler.Compare(bill, FlowsOf(bill), books));
    });

    [Fact]
    public void TrueBill_SumsUpToTheSame() => DayGen.Sample(orders =>
    {
        var (books, bill) = DayOf(orders);

        Assert.Equal(DaySums.Theirs(bill), DaySums.Ours(bill, books));
        Assert.Equal(DaySums.Theirs(bill).FeesFen, FeeComparison.Deducted(bill, FlowsOf(bill)));
    });

    [Fact]
    public void OneAlteration_IsOneDifferenceOfItsClass() => Gen.Select(DayGen, Gen.Int[0, 9], Gen.Int[0, 1000], Gen.Long[1, 500]).Sample((orders, what, which, by) =>
    {
        var (books, bill) = DayOf(orders);
        var payments = bill.Lines.Where(l => l.Refund is null).ToList();
        var refunds = bill.Lines.Where(l => l.Refund is { Status: BillRefundState.Success }).ToList();
        var needsRefund = what is 6 or 7 or 9;
        var line = needsRefund && refunds.Count > 0 ? refunds[which % refunds.Count] : payments[which % payments.Count];

        var (expected, altered) = (needsRefund && refunds.Count == 0 ? 0 : what) switch
        {
            0 => (DifferenceClass.MissingThere, Without(bill, line)),
            1 => (DifferenceClass.MissingHere, Bill([.. bill.Lines, line with { TransactionId = Transaction(9999), OutTradeNo = $"{OutTradeNo.Of(Order(9999), 1)}" }])),
            2 => (DifferenceClass.Amount, With(bill, line, line with { OrderTotalFen = line.OrderTotalFen + by, SettlementTotalFen = line.SettlementTotalFen + by })),
            3 => (DifferenceClass.Fee, With(bill, line, line with { Fee = new MilliFen(line.Fee.Value + (by * 1000)) })),
            4 => (DifferenceClass.Duplicate, Bill([.. bill.Lines, line])),
            5 => (DifferenceClass.State, With(bill, line, line with { TradeState = BillTradeState.Revoked })),
            6 => (DifferenceClass.Refund, Without(bill, line)),
            7 => (DifferenceClass.Refund, With(bill, line, line with { Refund = line.Refund! with { RefundFen = line.Refund.RefundFen + by, RequestedFen = line.Refund.RequestedFen + by } })),
            8 => (DifferenceClass.Duplicate, Bill([line, .. bill.Lines])),
            _ => (DifferenceClass.State, With(bill, line, line with { Refund = line.Refund! with { Status = BillRefundState.Fail }, Fee = default })),
        };

        Assert.Equal(expected, Assert.Single(Reconciler.Compare(altered, FlowsOf(altered), books)).Class);
    }, iter: 2000);

    private static (DayBooks Books, TradeBill Bill) DayOf(List<(long Fen, bool Twice, List<int> Refunds)> orders)
    {
        List<BookedPayment> payments = [];
        List<BookedRefund> refunds = [];
        List<TradeBillLine> lines = [];
        foreach (var (n, (fen, twice, parts)) in orders.Index())
        {
            payments.Add(Payment(n, fen));
            if (twice)
            {
                var second = Payment(n + 100, fen, isKept: false) with { OrderId = Order(n), OutTradeNo = OutTradeNo.Of(Order(n), 2) };
                payments.Add(second);
                Play(Refund(n, fen, 50) with { TransactionId = second.TransactionId }, 0);
            }
            foreach (var (number, part) in parts.Index())
                Play(Refund(n, Math.Max(1, fen / 4), number + 1), part);
        }
        return (new DayBooks(Day, payments, refunds), Bill([.. payments.Select(LineOf), .. lines]));

        void Play(BookedRefund refund, int how)
        {
            var next = ShopDay.Begin(Day.AddDays(1)).AddHours(1);
            var (booked, status) = how switch
            {
                0 => (refund, (BillRefundState?)BillRefundState.Success),
                1 => (refund with { SucceededAt = next }, BillRefundState.Processing),
                2 => (refund with { Stage = RefundStage.Abnormal, SucceededAt = null }, BillRefundState.Change),
                3 => (refund with { Stage = RefundStage.Closed, SucceededAt = null }, BillRefundState.Fail),
                4 => (refund with { AcceptedAt = next, SucceededAt = next }, null),
                _ => (refund with { Stage = RefundStage.Sending, AcceptedAt = null, SucceededAt = null }, null),
            };
            refunds.Add(booked);
            if (status is { } listed)
                lines.Add(LineOf(booked, listed));
        }
    }

    private static TradeBill Without(TradeBill bill, TradeBillLine line) => Bill([.. bill.Lines.Where(l => !ReferenceEquals(l, line))]);

    private static TradeBill With(TradeBill bill, TradeBillLine line, TradeBillLine by) => Bill([.. bill.Lines.Select(l => ReferenceEquals(l, line) ? by : l)]);
}
