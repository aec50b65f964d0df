using System.Diagnostics.CodeAnalysis;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>What tells one kind of bill from another.</summary>
internal abstract class BillSheet<TLine, TSummary>
    where TLine : class
    where TSummary : class
{
    /// <summary>Columns without which a line means nothing.</summary>
    protected abstract IReadOnlyList<string> Required { get; }

    /// <summary>The column by which the summary's header is known.</summary>
    protected abstract string CountColumn { get; }

    protected abstract TLine Line(BillRow row);

    protected abstract TSummary Summary(BillRow row);

    /// <summary>Holds a summary against the lines, and fails the row where they differ.</summary>
    protected abstract void Compare(TSummary summary, IReadOnlyList<TLine> lines, BillRow row);

    public bool TryRead(
        Stream utf8,
        [NotNullWhen(true)] out List<TLine>? lines,
        [NotNullWhen(true)] out TSummary? summary,
        [NotNullWhen(false)] out BillProblem? problem)
    {
        lines = null;
        summary = null;
        var records = new BillRecords(utf8);
        if (!TryHeader(records, out var header, out problem))
            return false;
        var read = new List<TLine>();
        while (records.TryNext())
        {
            if (IsSummaryHeader(records))
                return TrySummary(records, read, out lines, out summary, out problem);
            var row = records.Row(header);
            if (row is null || (Line(row), row.Problem) is not (var line, null))
            {
                problem = row?.Problem ?? records.Problem!;
                return false;
            }
            read.Add(line);
        }
        problem = records.Problem ?? new BillProblem(records.Line, CountColumn, "the bill ends without its summary");
        return false;
    }

    protected static long? Sum(BillRow row, string column) => row.Has(column) ? row.Fen(column) : null;

    /// <summary>Cannot overflow.</summary>
    protected static Int128 Total(IReadOnlyList<TLine> lines, Func<TLine, long> amount)
    {
        Int128 total = 0;
        foreach (var line in lines)
            total += amount(line);
        return total;
    }

    protected static void Compare(BillRow row, string column, long? summary, Int128 lines)
    {
        if (summary is { } sum && sum != lines)
            row.Fail(column, "does not agree with the lines", 0);
    }

    private bool TryHeader(BillRecords records, [NotNullWhen(true)] out BillHeader? header, [NotNullWhen(false)] out BillProblem? problem)
    {
        header = null;
        if (!records.TryNext())
        {
            problem = records.Problem ?? new BillProblem(1, "", "the bill is empty");
            return false;
        }
        var found = records.Header();
        problem = Required.FirstOrDefault(c => found.Find(c) is null) is { } missing ? new BillProblem(found.Line, missing, "the column is missing") : null;
        if (problem is null)
            header = found;
        return problem is null;
    }

    private bool IsSummaryHeader(BillRecords records) =>
        !BillCells.IsTicked(records.Text) && records.Text.Contains(CountColumn, StringComparison.Ordinal);

    private bool TrySummary(
        BillRecords records,
        List<TLine> read,
        [NotNullWhen(true)] out List<TLine>? lines,
        [NotNullWhen(true)] out TSummary? summary,
        [NotNullWhen(false)] out BillProblem? problem)
    {
        lines = null;
        summary = null;
        var header = records.Header();
        if (header.Find(CountColumn) is null || !records.TryNext())
        {
            problem = records.Problem ?? new BillProblem(records.Line, CountColumn, "the summary is incomplete");
            return false;
        }
        if (records.Row(header) is not { } row)
        {
            problem = records.Problem!;
            return false;
        }
        var total = Summary(row);
        if (row.Problem is null)
            Compare(total, read, row);
        problem = row.Problem;
        if (problem is null && records.TryNext())
            problem = new BillProblem(records.Line, "", "the bill goes on after its summary");
        problem ??= records.Problem;
        if (problem is not null)
            return false;
        (lines, summary) = (read, total);
        return true;
    }
}
