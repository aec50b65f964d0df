using System.Globalization;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>The columns of a bill, found by name: their order may change, and more may come.</summary>
internal sealed class BillHeader(int line, IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int> _columns = names
        .Select((name, index) => (Name: Comparable(name), index))
        .DistinctBy(c => c.Name)
        .ToDictionary(c => c.Name, c => c.index);

    // Few words make up most of a bill; each is kept once.
    private readonly Dictionary<string, string> _words = [];

    public int Line => line;

    public int Count => names.Count;

    public int? Find(string column) => _columns.TryGetValue(column, out var index) ? index : null;

    public string Word(string text)
    {
        if (_words.TryGetValue(text, out var word))
            return word;
        if (_words.Count < 1000)
            _words.Add(text, text);
        return text;
    }

    // The documents write 收支金额（元） and 收支金额(元).
    private static string Comparable(string name) => name.Trim().Replace('（', '(').Replace('）', ')');
}

/// <summary>One line's cells by column. What cannot be read reads as nothing and is kept as the line's problem, the first one only.</summary>
internal sealed class BillRow(BillHeader header, int line, IReadOnlyList<string> cells)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public BillProblem? Problem { get; private set; }

    public bool Has(string column) => header.Find(column) is not null;

    /// <summary>Empty when the bill has no such column.</summary>
    public string Text(string column) => header.Find(column) is { } index ? cells[index].Trim() : "";

    public string? TextOrNull(string column) => Text(column) is { Length: > 0 } text ? text : null;

    /// <summary>A text that many lines share.</summary>
    public string Word(string column) => header.Word(Text(column));

    public string? WordOrNull(string column) => TextOrNull(column) is { } text ? header.Word(text) : null;

    /// <summary>A number where WeChat writes 0 for none.</summary>
    public string? NumberOrNull(string column) => Text(column) is { Length: > 0 } text and not "0" ? text : null;

    public string Number(string column) => NumberOrNull(column) ?? Fail(column, "is missing", "");

    /// <summary>分; 0 when the bill has no such column.</summary>
    public long Fen(string column) =>
        !Has(column) ? 0 : YuanText.TryParseFen(Text(column), out var fen) ? fen : Fail(column, "is no amount in whole fen", 0L);

    public MilliFen Fee(string column) =>
        !Has(column) ? default : YuanText.TryParseFee(Text(column), out var fee) ? fee : Fail(column, "is no amount with five decimals", default(MilliFen));

    public long Count(string column) => YuanText.TryParseCount(Text(column), out var count) ? count : Fail(column, "is no count", 0L);

    /// <summary>UTC, of Beijing's wall clock.</summary>
    public DateTimeOffset Time(string column) =>
        DateTime.TryParseExact(Text(column), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall)
            && wall.Ticks >= Beijing.Ticks
            ? new DateTimeOffset(wall, Beijing).ToUniversalTime()
            : Fail(column, "is no time", default(DateTimeOffset));

    public DateTimeOffset? TimeOrNull(string column) => TextOrNull(column) is null ? null : Time(column);

    public T Fail<T>(string column, string what, T nothing)
    {
        Problem ??= new BillProblem(line, column, what);
        return nothing;
    }
}
