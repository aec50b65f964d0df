using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>Reconciles a day of the last three months, as often as wanted: the work is done behind the answer, and what it comes to replaces what was there.</summary>
internal sealed class StartReconciliation(ReportBook reports, TimeProvider time)
{
    private const int MonthsKept = 3;

    [Function(nameof(StartReconciliation))]
    [Operator]
    [Answer<Report>(202, "The day's report as it stands; look at it again in a moment")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/reconciliation/{day}")] HttpRequest http, string day, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(day, cancellation), StatusCodes.Status202Accepted);

    private async Task<Result<Report>> HandleAsync(string text, CancellationToken cancellation)
    {
        var day = QueryText.Day(text);
        if (day.Problem is { } problem)
            return problem;

        var today = ShopDay.Of(time.GetUtcNow());
        return day.Value > today ? ReconciliationProblems.DayToCome
            : day.Value < today.AddMonths(-MonthsKept) ? ReconciliationProblems.DayTooOld
            : await reports.StartAsync(day.Value, cancellation);
    }
}
