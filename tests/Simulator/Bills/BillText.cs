using System.Text;

namespace WeCommerce.Simulator.Bills;

/// <summary>The form that both bills share: UTF-8 with BOM, CRLF, a back-tick before every cell but not before the headers.</summary>
internal static class BillText
{
    public static byte[] Write(
        IReadOnlyList<string> header,
        IEnumerable<IEnumerable<string?>> lines,
        IReadOnlyList<string> summaryHeader,
        IReadOnlyList<string> summary)
    {
        var text = new StringBuilder("\uFEFF");
        text.AppendJoin(',', header).Append("\r\n");
        foreach (var line in lines)
            Cells(line);
        text.AppendJoin(',', summaryHeader).Append("\r\n");
        Cells(summary);
        return Encoding.UTF8.GetBytes(text.ToString());

        void Cells(IEnumerable<string?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
    }

    // A comma in a product's name stays: only the back-tick tells where a cell begins.
    private static string Cell(string? value) => "`" + value?.Replace('`', ' ').Replace('\r', ' ').Replace('\n', ' ');
}
