using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>A day's report, and its differences: by run, so that runs that overlap never mix.</summary>
internal static class ReconciliationRows
{
    public const string ReportKey = "report";

    /// <summary>Before and behind the differences of all runs.</summary>
    public const string First = "difference!";
    public const string End = "difference\"";

    public static (string First, string End) Of(string run) => ($"{First}{run}!", $"{First}{run}\"");

    public static string KeyOf(string run, string differenceId) => $"{First}{run}!{differenceId}";

    public static bool IsOf(TableEntity row, string run) => row.RowKey.StartsWith($"{First}{run}!", StringComparison.Ordinal);

    public static TableEntity Of(Report report, ETag etag)
    {
        var row = Rows.New(ReportKey).WithJson("Report", report);
        row.ETag = etag;
        return row;
    }

    public static TableEntity Of(string run, Difference difference) => Rows.New(KeyOf(run, difference.Id)).WithJson("Difference", difference);

    public static Report ReportOf(TableEntity row) => row.ReadJson<Report>("Report");

    public static Difference DifferenceOf(TableEntity row) => row.ReadJson<Difference>("Difference");
}
