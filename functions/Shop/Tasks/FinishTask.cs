using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Tasks;

/// <summary>An operator did what a task asks for. Done twice, it stays as it was done first.</summary>
internal sealed class FinishTask(OperatorTasks tasks, TimeProvider time)
{
    private static readonly Rules Validator = new();

    [Function(nameof(FinishTask))]
    [Operator]
    [Answer<OperatorTaskView>(200, "The task", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/tasks/{taskId}/done")] HttpRequest http,
        string taskId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, OperatorTaskView>(Validator, request => HandleAsync(taskId, http.Session().MemberId, request, cancellation));

    private async Task<Result<OperatorTaskView>> HandleAsync(string taskId, MemberId by, Request request, CancellationToken cancellation)
    {
        if (!TaskId.TryParse(taskId, out var id))
            return Problem.NotFound("TASK_NOT_FOUND", "There is no such task.");

        var task = await tasks.FinishAsync(id, by, request.Note ?? "", cancellation);
        return task.Map(t => OperatorTaskView.Of(t, time.GetUtcNow()));
    }

    /// <param name="Note">What was done; kept with the task.</param>
    internal sealed record Request(string? Note);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(r => r.Note).NotEmpty().MaximumLength(500);
    }
}
