using WeCommerce.Simulator.Behaviour;

namespace WeCommerce.Simulator.Bills;

/// <summary>Tells the lies that were asked for, in the order of <see cref="BillLie"/>: the same lines are always the ones.</summary>
internal sealed class BillLies
{
    private readonly List<BillLine> _lines;
    private readonly HashSet<BillLine> _touched = new(ReferenceEqualityComparer.Instance);

    private BillLies(List<BillLine> lines) => _lines = lines;

    public static List<BillLine> Tell(List<BillLine> lines, IEnumerable<BillLie> lies)
    {
        var bill = new BillLies([.. lines]);
        foreach (var lie in lies.Distinct().Order())
            bill.Tell(lie);
        return bill._lines;
    }

    private void Tell(BillLie lie)
    {
        if (Suitable(lie) is not { } line)
            return;
        switch (lie)
        {
            case BillLie.MissingTrade:
                _lines.Remove(line);
                break;
            case BillLie.ExtraTrade:
                Insert(line, line with { Trade = Stranger(line.Trade) });
                break;
            case BillLie.Amount:
                Replace(line, line with { TotalFen = line.TotalFen + 1 });
                break;
            case BillLie.Fee:
                Replace(line, line with { FeeFen = line.FeeFen + 1 });
                break;
            case BillLie.Refund:
                Replace(line, line with { RefundFen = line.RefundFen + 1 });
                break;
            case BillLie.Duplicate:
                _touched.Add(line);
                Insert(line, line with { });
                break;
            case BillLie.State:
                Replace(line, line.Refund is null ? line with { State = "REVOKED" } : line with { RefundState = "PROCESSING" });
                break;
        }
    }

    private BillLine? Suitable(BillLie lie)
    {
        var refund = lie == BillLie.Refund;
        return Untouched(suited: true)
            ?? _lines.Find(Suits)
            ?? (lie is BillLie.Duplicate or BillLie.State ? Untouched(suited: false) : null);

        bool Suits(BillLine line) => (line.Refund is not null) == refund;

        BillLine? Untouched(bool suited) => _lines.Find(line => Suits(line) == suited && !_touched.Contains(line));
    }

    private void Insert(BillLine after, BillLine line)
    {
        _touched.Add(line);
        _lines.Insert(_lines.IndexOf(after) + 1, line);
    }

    private void Replace(BillLine line, BillLine by)
    {
        _touched.Add(by);
        _lines[_lines.IndexOf(line)] = by;
    }

    private static Pay.Trade Stranger(Pay.Trade trade)
    {
        var outTradeNo = "EXTRA-" + trade.OutTradeNo;
        return trade with
        {
            TransactionId = trade.TransactionId![..^10] + "9999999999",
            OutTradeNo = outTradeNo[..Math.Min(outTradeNo.Length, 32)],
        };
    }
}
