namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>The records of a bill, one at a time: mostly one line each, more where a quoted cell holds line ends.</summary>
internal sealed class BillRecords(Stream utf8)
{
    private const int MaxLinesOfRecord = 100;

    private readonly BillLines _lines = new(utf8);
    private List<string> _cells = [];
    private BillProblem? _problem;

    /// <summary>Where the record began.</summary>
    public int Line { get; private set; }

    public string Text { get; private set; } = "";

    public BillProblem? Problem => _problem ?? _lines.Problem;

    /// <summary>False at the end, or at a <see cref="Problem"/>. Empty lines are no records.</summary>
    public bool TryNext()
    {
        string? line;
        do
        {
            if (!_lines.TryNext(out line))
                return false;
            if (_lines.Number == 1)
                line = line.TrimStart('\uFEFF');
        }
        while (line.AsSpan().Trim("\r ").IsEmpty);
        Line = _lines.Number;
        for (var more = 1; ; more++)
        {
            Text = line.EndsWith('\r') ? line[..^1] : line;
            if (BillCells.Split(Text, BillCells.IsTicked(Text)) is { } cells)
            {
                _cells = cells;
                return true;
            }
            if (more == MaxLinesOfRecord || !_lines.TryNext(out var next))
            {
                _problem = new BillProblem(Line, "", "a quote is not closed");
                return false;
            }
            line = line + "\n" + next;
        }
    }

    public BillHeader Header() => new(Line, _cells);

    /// <summary>The record by the header's columns; null when it has not as many.</summary>
    public BillRow? Row(BillHeader header)
    {
        if (_cells.Count == header.Count)
            return new BillRow(header, Line, _cells);
        _problem = new BillProblem(Line, "", $"has {_cells.Count} cells instead of {header.Count}");
        return null;
    }
}
