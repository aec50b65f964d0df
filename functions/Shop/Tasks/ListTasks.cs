using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Tasks;

/// <summary>What those who run the shop must do, soonest deadline first; with <c>done=true</c> what they did, newest first.</summary>
internal sealed class ListTasks(Partitions partitions, TimeProvider time)
{
    private const int PageSize = 20;
    private const int MostRead = 200;
    private const int MostKeyLength = 160;

    [Function(nameof(ListTasks))]
    [Operator]
    [Answer<Page<OperatorTaskView>>(200, "Tasks, open ones or those that are done", Query = "kind,done,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/tasks")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["kind"]}", $"{http.Query["done"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<OperatorTaskView>>> HandleAsync(string kind, string done, string next, CancellationToken cancellation)
    {
        TaskKind? wanted = null;
        if (kind.Length > 0)
        {
            if (!Enum.TryParse<TaskKind>(kind, out var parsed) || !Enum.IsDefined(parsed) || char.IsAsciiDigit(kind[0]))
                return Problem.Malformed("kind", "No such kind.");
            wanted = parsed;
        }
        if (done is not ("" or "true" or "false"))
            return Problem.Malformed("done", "true or false.");
        if (next.Length > MostKeyLength || !next.All(static c => char.IsAsciiLetterOrDigit(c) || c is '!' or '-' or '_' or '.'))
            return Problem.Malformed("next", "Not a value that this list gave.");

        var (first, end) = TaskRows.ListOf(done == "true");
        // One more than is looked at: where the next page begins. A rare kind may give a page that is not full.
        var most = wanted is null ? PageSize : MostRead;
        var rows = await partitions.ReadRangeAsync(Tables.Tasks, first + next, end, most + 1, cancellation);
        var tasks = rows.Take(most).Select(TaskRows.TaskOf).ToList();
        var items = tasks.Where(t => wanted is null || t.Kind == wanted).Take(PageSize).ToList();
        // A full page may end before what was read: the next one begins behind its last task.
        var read = items.Count == PageSize ? tasks.IndexOf(items[^1]) + 1 : tasks.Count;
        var now = time.GetUtcNow();
        return new Page<OperatorTaskView>(
            [.. items.Select(t => OperatorTaskView.Of(t, now))], read < rows.Count ? rows[read].RowKey[first.Length..] : null);
    }
}
