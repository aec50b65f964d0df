using System.Collections.Concurrent;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Reads what a day's bill is held against: the day's book, and by key the orders that the bill or the book has a question about.</summary>
internal sealed class DayReader(Ledger ledger, OrderBook orders, TimeProvider time)
{
    /// <summary>A refund begins so many days before WeChat accepts it at the most (the balance was short), and ends so many days after, or stands in no day's book that is read.</summary>
    private const int DaysBefore = 7;
    private const int DaysAfter = 3;

    private const int AtOnce = 8;

    public async Task<DayBooks> ReadAsync(DateOnly day, TradeBill bill, CancellationToken cancellation)
    {
        var booked = PaymentsOf(await ledger.OfDayAsync(day, cancellation));
        var billed = bill.Lines.Where(l => l.Refund is null).Select(l => l.TransactionId).ToHashSet(StringComparer.Ordinal);
        var onDay = booked.Select(p => p.TransactionId).ToHashSet(StringComparer.Ordinal);

        var read = await ReadOrdersAsync(
            [
                .. booked.Where(p => !billed.Contains(p.TransactionId)).Select(p => p.OrderId),
                .. bill.Lines.Where(l => l.Refund is null && !onDay.Contains(l.TransactionId)).SelectMany(l => OrderOfPayment(l.OutTradeNo)),
                .. bill.Lines.SelectMany(l => OrderOfRefund(l.Refund?.OutRefundNo)),
                .. await RefundedAroundAsync(day, cancellation),
            ],
            cancellation);
        return new DayBooks(
            day,
            [
                .. booked.Select(p => p with { OutTradeNo = read.GetValueOrDefault(p.OrderId) is { } order ? NumberOf(order, p.TransactionId) : null }),
                .. read.Values.SelectMany(Payments).Where(p => billed.Contains(p.TransactionId) && !onDay.Contains(p.TransactionId)),
            ],
            [.. read.Values.SelectMany(o => o.Refunds).Select(BookedRefund.Of)]);
    }

    private static List<BookedPayment> PaymentsOf(IEnumerable<BookedEntry> entries) =>
    [
        .. entries.Where(b => b.Entry.Debit == Account.WeChat)
            .GroupBy(b => (b.OrderId, b.Entry.Reference))
            .Select(p => new BookedPayment(
                p.Key.OrderId, p.Key.Reference, null, Fen.Sum(p.Select(b => b.Entry.AmountFen)), p.All(b => b.Entry.Credit != Account.Unclaimed))),
    ];

    private static IEnumerable<BookedPayment> Payments(Order order) =>
        (order.Payment is { } kept ? [kept, .. order.UnwantedPayments] : order.UnwantedPayments)
            .Select(p => new BookedPayment(order.OrderId, p.TransactionId, p.OutTradeNo, p.PaidFen, p == order.Payment));

    private static OutTradeNo? NumberOf(Order order, string transactionId) => Payments(order).FirstOrDefault(p => p.TransactionId == transactionId)?.OutTradeNo;

    private static IEnumerable<OrderId> OrderOfPayment(string outTradeNo) => OutTradeNo.TryParse(outTradeNo, out var number) ? [number.OrderId] : [];

    private static IEnumerable<OrderId> OrderOfRefund(string? outRefundNo) => RefundId.TryParse(outRefundNo, out var id) ? [id.OrderId] : [];

    // The orders of refunds that began or ended around the day: what was accepted on it is among them.
    private async Task<IEnumerable<OrderId>> RefundedAroundAsync(DateOnly day, CancellationToken cancellation)
    {
        var found = new HashSet<OrderId>();
        var today = ShopDay.Of(time.GetUtcNow());
        for (var around = day.AddDays(-DaysBefore); around <= day.AddDays(DaysAfter) && around <= today; around = around.AddDays(1))
        {
            foreach (var (_, entry) in await ledger.OfDayAsync(around, cancellation))
            {
                if ((entry.Debit == Account.RefundsPayable || entry.Credit == Account.RefundsPayable) && RefundId.TryParse(entry.Reference, out var id))
                    found.Add(id.OrderId);
            }
        }
        return found;
    }

    private async Task<IReadOnlyDictionary<OrderId, Order>> ReadOrdersAsync(IEnumerable<OrderId> wanted, CancellationToken cancellation)
    {
        var read = new ConcurrentDictionary<OrderId, Order>();
        await Parallel.ForEachAsync(
            wanted.Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (id, token) =>
            {
                if (await orders.ReadAsync(id, token) is { } order)
                    read[id] = order;
            });
        return read;
    }
}
