using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Platform;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Notices;

/// <summary>Says how members are told of one kind of event: by which templates, in which order of ways.</summary>
internal sealed class PutNoticeRule(NoticeRules rules, ShopApps apps)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutNoticeRule))]
    [Operator]
    [Answer<NoticeRule>(200, "The rule as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/notice-rules/{kind}")] HttpRequest http, string kind, CancellationToken cancellation) =>
        http.HandleAsync<Request, NoticeRule>(Validator, request => HandleAsync(kind, request, cancellation));

    [Function("ListNoticeRules")]
    [Operator]
    [Answer<Answer>(200, "The rules, and what each kind's texts can say")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/notice-rules")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(AllAsync(cancellation));

    private async Task<Result<NoticeRule>> HandleAsync(string text, Request request, CancellationToken cancellation)
    {
        if (!Enum.TryParse<NoticeKind>(text, out var kind) || $"{kind}" != text)
            return Problem.NotFound("NOTICE_KIND_NOT_FOUND", $"One of {string.Join(", ", Enum.GetNames<NoticeKind>())}.");
        var rule = request.ToRule(kind, route => AppOf(route) ?? "");
        for (var n = 0; n < rule.Routes.Count; n++)
        {
            if (Fault(rule.Routes[n], kind) is { } fault)
                return Problem.Invalid($"routes[{n}]", fault);
        }
        return await rules.PutAsync(text, _ => new LiveSetChange<NoticeRule>(rule), cancellation);
    }

    private async Task<Result<Answer>> AllAsync(CancellationToken cancellation) => new Answer(
        (await rules.ReadAsync(cancellation)).All,
        [.. Enum.GetValues<NoticeKind>().Select(k => new KindView(k, NoticeKinds.FactsOf(k), NoticeKinds.RankOf(k), (int)NoticeKinds.LifeOf(k).TotalMinutes))]);

    private string? AppOf(RouteRequest route) => route.Kind switch
    {
        NoticeRouteKind.TemplateMessage => apps.OfficialAccount(route.AppId),
        NoticeRouteKind.CustomerMessage => apps.MiniProgram(route.AppId) ?? apps.OfficialAccount(route.AppId),
        _ => apps.MiniProgram(route.AppId),
    };

    private static string? Fault(NoticeRoute route, NoticeKind kind)
    {
        if (route.AppId.Length == 0)
            return "The shop has no such app.";

        var texts = route.Fields.Select(f => f.Text).Append(route.Page).Append(route.Text);
        if (texts.SelectMany(NoticeText.NamesIn).FirstOrDefault(name => !NoticeKinds.FactsOf(kind).Contains(name, StringComparer.Ordinal)) is { } unknown)
            return $"{{{unknown}}} is nothing that {kind} can say: {string.Join(", ", NoticeKinds.FactsOf(kind).Select(f => $"{{{f}}}"))}.";
        if (route.Kind == NoticeRouteKind.CustomerMessage)
            return route.Text.Length == 0 ? "A customer-service message needs a text." : null;
        if (route.TemplateId.Length == 0 || route.Fields.Count == 0)
            return "A template and its fields are needed.";
        if (route.Kind == NoticeRouteKind.TemplateMessage)
            return null;

        foreach (var (key, text) in route.Fields)
        {
            if (SubscribeFields.KindOf(key) is not { } field)
                return $"{key} is no key of a subscribe message's template: thing1, amount2, time3 …";
            // What is the same every time can be told now.
            if (!NoticeText.NamesIn(text).Any() && !SubscribeFields.Takes(field, text))
                return $"{key} does not take '{text}'.";
        }
        return null;
    }

    /// <param name="Routes">1 to 3 ways, in the order in which they are tried.</param>
    /// <param name="Rank">What comes first when permissions are few; the kind's own unless given.</param>
    internal sealed record Request(IReadOnlyList<RouteRequest>? Routes, NoticeRank? Rank, bool? IsOn)
    {
        /// <param name="appOf">The AppId of a way; empty for one that the shop does not have.</param>
        public NoticeRule ToRule(NoticeKind kind, Func<RouteRequest, string> appOf) => new()
        {
            Kind = kind,
            Routes = [.. (Routes ?? []).Select(r => r.ToRoute(appOf(r)))],
            Rank = Rank ?? NoticeKinds.RankOf(kind),
            IsOn = IsOn ?? true,
        };
    }

    /// <param name="AppId">Whose template it is, or who says it: the first one configured unless given.</param>
    /// <param name="Fields">The template's keys and what stands there: <c>thing1</c>, <c>{product}</c>.</param>
    /// <param name="Page">Where a tap leads: <c>pages/order/detail?id={order}</c>.</param>
    /// <param name="PageAppId">The mini-program that a template message of an official account opens.</param>
    internal sealed record RouteRequest(
        NoticeRouteKind? Kind, string? AppId, string? TemplateId, IReadOnlyList<FieldRequest>? Fields, string? Page, string? PageAppId, string? Text)
    {
        public NoticeRoute ToRoute(string appId) => new()
        {
            Kind = Kind ?? default,
            AppId = appId,
            TemplateId = TemplateId ?? "",
            Fields = [.. (Fields ?? []).Select(f => new NoticeField(f.Key ?? "", f.Text ?? ""))],
            Page = Page ?? "",
            PageAppId = PageAppId ?? "",
            Text = Text ?? "",
        };
    }

    /// <param name="Text">With facts in braces: <c>{product}</c>.</param>
    internal sealed record FieldRequest(string? Key, string? Text);

    internal sealed record Answer(IReadOnlyList<NoticeRule> Rules, IReadOnlyList<KindView> Kinds);

    /// <param name="Facts">The names that its texts can use in braces.</param>
    /// <param name="LifeMinutes">How long it is worth telling.</param>
    internal sealed record KindView(NoticeKind Kind, IReadOnlyList<string> Facts, NoticeRank Rank, int LifeMinutes);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Routes).NotEmpty().Must(r => r is { Count: <= 3 }).WithMessage("1 to 3 ways.");
            RuleForEach(r => r.Routes).NotNull().ChildRules(route =>
            {
                route.RuleFor(r => r.Kind).NotNull();
                route.RuleFor(r => r.AppId).MaximumLength(32);
                route.RuleFor(r => r.TemplateId).MaximumLength(64);
                route.RuleFor(r => r.Fields).Must(f => f is null or { Count: <= 10 }).WithMessage("At most 10 fields.");
                route.RuleFor(r => r.Fields).Must(f => f is null || f.DistinctBy(x => x?.Key, StringComparer.Ordinal).Count() == f.Count).WithMessage("The same key stands twice.");
                route.RuleForEach(r => r.Fields).NotNull().ChildRules(field =>
                {
                    field.RuleFor(f => f.Key).NotEmpty().MaximumLength(32);
                    field.RuleFor(f => f.Text).NotEmpty().MaximumLength(200);
                });
                route.RuleFor(r => r.Page).MaximumLength(256);
                route.RuleFor(r => r.PageAppId).MaximumLength(32);
                route.RuleFor(r => r.Text).MaximumLength(600);
            });
        }
    }
}
