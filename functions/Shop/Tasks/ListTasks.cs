using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Tasks;

/// <summary>What those who run the shop must do, soonest deadline first; with <c>done=true</c> what they did, newest first.</summary>
internal sealed class ListTasks(Partitions partitions, TimeProvider time)
{
    private const int MostKeyLength = 160;

    [Function(nameof(ListTasks))]
    [Operator]
    [Answer<Page<OperatorTaskView>>(200, "Tasks, open ones or those that are done", Query = "kind,done,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/tasks")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["kind"]}", $"{http.Query["done"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<OperatorTaskView>>> HandleAsync(string kind, string done, string next, CancellationToken cancellation)
    {
        var wanted = QueryText.NameOrAny<TaskKind>("kind", kind);
        if (wanted.Problem is { } problem)
            return problem;
        if (done is not ("" or "true" or "false"))
            return Problem.Malformed("done", "true or false.");
        if (next.Length > MostKeyLength || !next.All(static c => char.IsAsciiLetterOrDigit(c) || c is '!' or '-' or '_' or '.'))
            return Problem.Malformed("next", "Not a value that this list gave.");

        var (first, end) = TaskRows.ListOf(done == "true");
        var only = wanted.Value.Only;
        var rows = await partitions.ReadRangeAsync(Tables.Tasks, first + next, end, Paging.Rows(isRare: only is not null), cancellation);
        var tasks = rows.Select(r => (Task: TaskRows.TaskOf(r), Key: r.RowKey[first.Length..])).ToList();
        var now = time.GetUtcNow();
        return Paging.Cut(tasks, only is not null, t => only is null || t.Task.Kind == only, t => t.Key).Map(t => OperatorTaskView.Of(t.Task, now));
    }
}
