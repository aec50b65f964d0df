using System.Text;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>
/// The cells of a record. WeChat puts a back-tick before every cell with data, so that spreadsheets keep long numbers; where a record begins with
/// one, a comma separates cells only before the next, and a product's name may hold commas. A cell may be quoted as in RFC 4180, its back-tick inside.
/// </summary>
internal static class BillCells
{
    private const char Tick = '`';

    public static bool IsTicked(string record) => StartsTicked(record, 0);

    /// <summary>Null when a quote is still open at the end: the record goes on in the next line.</summary>
    public static List<string>? Split(string record, bool isTicked)
    {
        var cells = new List<string>(32);
        var at = 0;
        while (true)
        {
            string? cell;
            if (at < record.Length && record[at] == '"' && (!isTicked || StartsTicked(record, at)))
            {
                cell = Quoted(record, ref at);
                if (cell is null)
                    return null;
            }
            else
            {
                var start = at < record.Length && record[at] == Tick ? at + 1 : at;
                at = Boundary(record, start, isTicked);
                cell = record[start..at];
            }
            cells.Add(cell);
            if (at == record.Length)
                return cells;
            at++;
        }
    }

    private static string? Quoted(string record, ref int at)
    {
        var text = new StringBuilder();
        var start = at + 1;
        while (true)
        {
            var quote = record.IndexOf('"', start);
            if (quote < 0)
                return null;
            text.Append(record, start, quote - start);
            at = quote + 1;
            if (at == record.Length || record[at] != '"')
                break;
            text.Append('"');
            start = at + 1;
        }
        // What stands between the closing quote and the comma is part of the cell.
        var end = Boundary(record, at, isTicked: false);
        text.Append(record, at, end - at);
        at = end;
        return text.Length > 0 && text[0] == Tick ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    private static int Boundary(string record, int from, bool isTicked)
    {
        for (var comma = record.IndexOf(',', from); comma >= 0; comma = record.IndexOf(',', comma + 1))
        {
            if (!isTicked || StartsTicked(record, comma + 1))
                return comma;
        }
        return record.Length;
    }

    private static bool StartsTicked(string record, int at) =>
        at < record.Length && (record[at] == Tick || (record[at] == '"' && at + 1 < record.Length && record[at + 1] == Tick));
}
