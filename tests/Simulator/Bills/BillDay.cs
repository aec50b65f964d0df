using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Bills;

/// <summary>A day of bills is a day in UTC+08:00.</summary>
internal static class BillDay
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly TimeOnly Building = new(9, 0);
    private static readonly TimeOnly Ready = new(10, 0);

    /// <summary>Null when the bill of this day may be asked for now.</summary>
    public static PayAnswer? Refusal(DateOnly day, DateTimeOffset now, bool atOnce)
    {
        var here = ChinaTime.At(now);
        var today = DateOnly.FromDateTime(here.DateTime);
        var next = day.AddDays(1);
        return day < today.AddMonths(-3) ? PayErrors.InvalidRequest("仅支持三个月内的账单下载申请")
            : day > today ? PayErrors.NoStatementExist
            : atOnce ? null
            : here.DateTime < next.ToDateTime(Building) ? PayErrors.NoStatementExist
            : here.DateTime < next.ToDateTime(Ready) ? PayErrors.StatementCreating
            : null;
    }

    public static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, China);

    /// <summary>Payments on the day of their success, refunds on the day on which they were created, in that order of time.</summary>
    public static List<BillLine> Lines(TradesSnapshot books, DateOnly day)
    {
        var trades = books.Trades.ToDictionary(t => t.OutTradeNo);
        IEnumerable<BillLine> lines =
        [
            .. books.Trades.Where(t => t.Paid && On(t.SuccessTime!.Value)).Select(BillLine.Of),
            .. books.Refunds.Where(r => On(r.CreateTime)).Select(r => BillLine.Of(r, trades[r.OutTradeNo])),
        ];
        return [.. lines.OrderBy(line => line.Time)];

        bool On(DateTimeOffset instant) => instant >= Start(day) && instant < Start(day.AddDays(1));
    }
}
