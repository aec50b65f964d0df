using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>A day's report: as JSON, as text to read, or as CSV for a spreadsheet.</summary>
internal sealed class GetReconciliation(ReportBook reports)
{
    private static readonly UTF8Encoding WithBom = new(encoderShouldEmitUTF8Identifier: true);

    [Function(nameof(GetReconciliation))]
    [Operator]
    [Answer<Answer>(200, "The report and its differences; format=text to read, format=csv for a spreadsheet", Query = "format")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/reconciliation/{day}")] HttpRequest http, string day, CancellationToken cancellation)
    {
        var answer = await ReadAsync(day, cancellation);
        return answer.Problem is { } problem ? Answers.Of(problem) : $"{http.Query["format"]}" switch
        {
            "" or "json" => Answers.Of(answer),
            "text" => Results.Text(ReportText.Of(answer.Value.Report, answer.Value.Differences), "text/plain; charset=utf-8"),
            "csv" when answer.Value.Report.Result is null => Answers.Of(ReconciliationProblems.NotReady),
            "csv" => Results.File(
                [.. WithBom.GetPreamble(), .. WithBom.GetBytes(ReportCsv.Of(answer.Value.Report, answer.Value.Differences))],
                "text/csv; charset=utf-8",
                $"reconciliation-{answer.Value.Report.Day:yyyy-MM-dd}.csv"),
            _ => Answers.Of(Problem.Malformed("format", "json, text or csv.")),
        };
    }

    private async Task<Result<Answer>> ReadAsync(string text, CancellationToken cancellation)
    {
        var day = QueryText.Day(text);
        if (day.Problem is { } problem)
            return problem;
        if (await reports.ReadAsync(day.Value, cancellation) is not { } report)
            return ReconciliationProblems.NotFound;

        return new Answer(report, report.Result is { } result ? await reports.ReadDifferencesAsync(day.Value, result.Run, cancellation) : []);
    }

    /// <param name="Differences">Of the report's result.</param>
    internal sealed record Answer(Report Report, IReadOnlyList<Difference> Differences);
}
