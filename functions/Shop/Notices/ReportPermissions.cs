using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Notices;

/// <summary>Which templates a member can be asked for (<c>wx.requestSubscribeMessage</c>), and how the member answered.</summary>
internal sealed class ReportPermissions(NoticeBook book, NoticeRules rules)
{
    private static readonly Rules Validator = new();

    [Function("ListPermissions")]
    [Answer<Answer>(200, "The templates of this mini-program that the shop sends by, and how many permissions of each are left")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/permissions")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ReadAsync(http.Session(), cancellation));

    [Function(nameof(ReportPermissions))]
    [Answer<Answer>(200, "What is left of each now. Needs an Idempotency-Key: the same one counts once", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/permissions")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(http, request, cancellation));

    private async Task<Result<Answer>> ReadAsync(Session session, CancellationToken cancellation) =>
        AnswerOf(session, await rules.GetAsync(cancellation), await book.ReadAllowanceAsync(session.MemberId, cancellation));

    private async Task<Result<Answer>> HandleAsync(HttpRequest http, Request request, CancellationToken cancellation)
    {
        var key = http.RequiredIdempotencyKey();
        if (key.Problem is { } problem)
            return problem;

        var (session, all) = (http.Session(), await rules.GetAsync(cancellation));
        // A template that the shop does not send by is none of its permissions.
        var accepted = (request.Answers ?? []).Where(a => a.Result == "accept").Select(a => a.TemplateId ?? "").Where(t => all.UsesOf(session.AppId, t).Count > 0).ToList();
        var changed = await book.ChangeAllowanceAsync(
            session.MemberId, a => accepted.Count == 0 ? a : a.Reported(key.Value, new AppIdentity(session.AppId, session.OpenId), accepted), cancellation);
        return changed.Problem is { } busy ? busy : AnswerOf(session, all, changed.Value);
    }

    private static Answer AnswerOf(Session session, NoticeRuleSet all, Allowance allowance) => new([.. all.All
        .Where(r => r.IsOn)
        .SelectMany(r => r.Routes)
        .Where(t => t.Kind == NoticeRouteKind.SubscribeMessage && t.AppId == session.AppId)
        .Select(t => t.TemplateId)
        .Distinct(StringComparer.Ordinal)
        .Select(t => new TemplateView(t, all.UsesOf(session.AppId, t), allowance.Of(t).Available))]);

    /// <param name="Answers">As <c>wx.requestSubscribeMessage</c> gave them.</param>
    internal sealed record Request(IReadOnlyList<TemplateAnswer>? Answers);

    /// <param name="Result">accept, reject, ban or filter.</param>
    internal sealed record TemplateAnswer(string? TemplateId, string? Result);

    internal sealed record Answer(IReadOnlyList<TemplateView> Templates);

    /// <param name="Kinds">What it is used for.</param>
    /// <param name="Available">How many messages may still be sent by it.</param>
    internal sealed record TemplateView(string TemplateId, IReadOnlyList<NoticeKind> Kinds, int Available);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            // WeChat asks for three at a time, five since 2022's clients.
            RuleFor(r => r.Answers).NotEmpty().Must(a => a is { Count: <= 5 }).WithMessage("1 to 5 answers.");
            RuleFor(r => r.Answers).Must(a => a is null || a.DistinctBy(x => x?.TemplateId, StringComparer.Ordinal).Count() == a.Count).WithMessage("The same template stands twice.");
            RuleForEach(r => r.Answers).NotNull().ChildRules(answer =>
            {
                answer.RuleFor(a => a.TemplateId).NotEmpty().MaximumLength(64);
                answer.RuleFor(a => a.Result).Must(r => r is "accept" or "reject" or "ban" or "filter").WithMessage("accept, reject, ban or filter.");
            });
        }
    }
}
