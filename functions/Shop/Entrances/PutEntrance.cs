using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Platform;
using WeCommerce.WeChat.Codes;

namespace WeCommerce.Shop.Entrances;

/// <summary>Makes an entrance, or changes it. WeChat is asked for its code or link a moment later; what it says stands at the entrance.</summary>
internal sealed class PutEntrance(EntranceSet entrances, ShopApps apps, TimeProvider time)
{
    private const int Most = 2000;

    private static readonly Rules Validator = new();

    [Function(nameof(PutEntrance))]
    [Operator]
    [Answer<EntranceView>(200, "The entrance as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/entrances/{entranceId}")] HttpRequest http, string entranceId, CancellationToken cancellation) =>
        http.HandleAsync<Request, EntranceView>(Validator, request => HandleAsync(entranceId, request, cancellation));

    [Function("RenewEntrance")]
    [Operator]
    [Answer<EntranceView>(200, "The entrance, for which WeChat is asked once more: the link before it lives on until its end")]
    public Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/entrances/{entranceId}/renewals")] HttpRequest http,
        string entranceId,
        CancellationToken cancellation) =>
        Answers.Of(ChangeAsync(entranceId, (_, found) => found is null ? EntranceProblems.NotFound : found.Made == found.Making ? found.Again() : found, cancellation));

    private async Task<Result<EntranceView>> HandleAsync(string entranceId, Request request, CancellationToken cancellation)
    {
        var kind = request.Kind ?? default;
        if ((kind == EntranceKind.OfficialAccountCode ? apps.OfficialAccount(request.AppId) : apps.MiniProgram(request.AppId)) is not { } appId)
            return Problem.Invalid("appId", kind == EntranceKind.OfficialAccountCode ? "The shop has no such official account." : "The shop has no such mini-program.");

        return await ChangeAsync(
            entranceId,
            (id, found) =>
            {
                if (found is not null && found.Kind != kind)
                    return EntranceProblems.KindStays;

                var put = request.ToEntrance(id, kind, appId, time.GetUtcNow());
                if (found is null)
                    return put.Again();

                var kept = put.Keeping(found);
                return kept.LeadsWhere(found) && kept.StatusAt(time.GetUtcNow()) is EntranceStatus.Ready or EntranceStatus.Making ? kept : kept.Again();
            },
            cancellation);
    }

    private async Task<Result<EntranceView>> ChangeAsync(string entranceId, Func<EntranceId, Entrance?, Result<Entrance>> change, CancellationToken cancellation)
    {
        if (!EntranceId.TryParse(entranceId, out var id))
            return Problem.Malformed("entranceId", CatalogId.Rule);

        var changed = await entrances.PutAsync(
            id.Value,
            all =>
            {
                var found = all.Find(id);
                if (found is null && all.All.Count >= Most)
                    return EntranceProblems.TooMany(Most);
                return change(id, found).Map(e => e.Making != found?.Making ? new LiveSetChange<Entrance>(e, new MakeEntrance(id)) : new LiveSetChange<Entrance>(e));
            },
            cancellation);
        return changed.Map(e => EntranceView.Of(e, time.GetUtcNow()));
    }

    /// <param name="Name">For operators; of a short link what WeChat shows, too.</param>
    /// <param name="AppId">The first one configured of the kind unless given.</param>
    /// <param name="Page">Without leading /, without query; the first page unless given.</param>
    /// <param name="Query"><c>k=v&amp;k=v</c>, escaped. <c>entrance={entranceId}</c> is added; a code has the entrance as its scene instead.</param>
    /// <param name="LifeDays">Of URL Link and Scheme: 1 to 30, 30 unless given. Of an official account's code: without end unless given.</param>
    internal sealed record Request(EntranceKind? Kind, string? Name, string? Owner, string? Campaign, string? AppId, string? Page, string? Query, int? LifeDays)
    {
        public Entrance ToEntrance(EntranceId id, EntranceKind kind, string appId, DateTimeOffset now) => new()
        {
            EntranceId = id,
            Kind = kind,
            Name = Name ?? "",
            Owner = Owner ?? "",
            Campaign = Campaign ?? "",
            AppId = appId,
            Page = Page ?? "",
            Query = Query ?? "",
            LifeDays = LifeDays,
            CreatedAt = now,
        };
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        // Leaves room for the entrance in a query of 1,024.
        private const int MostOfAQuery = 900;
        private const int MostDays = 30;

        public Rules()
        {
            RuleFor(r => r.Kind).NotNull();
            RuleFor(r => r.Name).NotEmpty().MaximumLength(32);
            RuleFor(r => r.Name).MaximumLength(20).When(r => r.Kind == EntranceKind.ShortLink);
            RuleFor(r => r.Owner).MaximumLength(32);
            RuleFor(r => r.Campaign).MaximumLength(32);
            RuleFor(r => r.Page).Must(CodeRules.IsPage).When(r => r.Page is not null).WithMessage("A page has no leading / and no query.");
            RuleFor(r => r.Page).NotEmpty().When(r => r.Kind == EntranceKind.ShortLink).WithMessage("A short link needs a page.");
            RuleFor(r => r.Query).MaximumLength(MostOfAQuery).Must(CodeRules.IsQuery).When(r => r.Query is not null).WithMessage("k=v&k=v, escaped.");
            RuleFor(r => r.Query).Empty().When(r => r.Kind is EntranceKind.MiniProgramCode or EntranceKind.OfficialAccountCode)
                .WithMessage("A code has its entrance as scene, and no query.");
            RuleFor(r => r.Page).Empty().When(r => r.Kind == EntranceKind.OfficialAccountCode).WithMessage("A code of an official account leads to no page.");
            RuleFor(r => r.LifeDays).InclusiveBetween(1, MostDays);
            RuleFor(r => r.LifeDays).Null().When(r => r.Kind is EntranceKind.MiniProgramCode or EntranceKind.ShortLink).WithMessage("WeChat alone says how long it lives.");
        }
    }
}
