using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>Makes a group-buy activity, or changes it. Groups that are open keep the prices that they were opened with.</summary>
internal sealed class PutActivity(GroupBuyActivities activities, Catalogue catalogue, TimeProvider time)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutActivity))]
    [Operator]
    [Answer<GroupBuyActivity>(200, "The activity as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/group-buy-activities/{activityId}")] HttpRequest http,
        string activityId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, GroupBuyActivity>(Validator, request => HandleAsync(activityId, request, cancellation));

    private async Task<Result<GroupBuyActivity>> HandleAsync(string activityId, Request request, CancellationToken cancellation)
    {
        if (!ActivityId.TryParse(activityId, out var id))
            return Problem.Malformed("activityId", ActivityId.Rule);
        if (!SpuId.TryParse(request.SpuId, out var spu) || (await catalogue.ReadAsync(cancellation)).Find(spu) is not { } product)
            return Problem.Invalid("spuId", "There is no such product.");
        if (StrangerIn(request, product) is { } stranger)
            return Problem.Invalid("steps", $"The product has no SKU {stranger}.");

        return await activities.PutAsync(id.Value, all => Decide(request.ToActivity(id, spu), all.Find(id), time.GetUtcNow()), cancellation);
    }

    private static Result<LiveSetChange<GroupBuyActivity>> Decide(GroupBuyActivity activity, GroupBuyActivity? before, DateTimeOffset now)
    {
        // A place once chosen stays: what is held, sold and returned there must find its way.
        if (before is not null && before.Pieces.Keys.Except(activity.Pieces.Keys).Any())
            return Problem.Conflict("PIECES_SET_ASIDE", "Pieces are set aside for the activity: say 0 to take them back.");
        if (before is not null && before.SpuId != activity.SpuId)
            return Problem.Conflict("ACTIVITY_HAS_PRODUCT", "The activity is about another product; make a new one.");

        var revision = (before?.Revision ?? 0) + 1;
        // What was set aside for a time that is over is back where it came from.
        var there = before is null || before.EndsAt <= now ? null : before.Pieces;
        var moves = activity.Pieces.Select(p => new SetAside(activity.PlaceOf(p.Key), p.Value - (there?.GetValueOrDefault(p.Key) ?? 0), $"r{revision}")).Where(m => m.Pieces != 0);
        return new LiveSetChange<GroupBuyActivity>(
            activity with { Revision = revision }, [.. moves, new SetDeadline(activity.EndsAt, DeadlineKind.GroupBuyEnds, activity.ActivityId.Value)]);
    }

    private static string? StrangerIn(Request request, Product product) => (request.Steps ?? [])
        .SelectMany(s => s.Prices ?? []).Select(p => p.SkuId).Concat((request.Pieces ?? []).Select(p => p.SkuId))
        .FirstOrDefault(sku => product.Skus.All(s => s.SkuId.Value != sku));

    /// <param name="Steps">How many come together at which prices: one step, or several for a ladder (阶梯团), more people first dearer.</param>
    /// <param name="MinutesToFill">How long a group has: 1 minute to 30 days.</param>
    /// <param name="Pieces">Pieces to set aside (活动库存), in all; none to sell from the product's own stock.</param>
    internal sealed record Request(
        string? SpuId,
        string? Title,
        IReadOnlyList<StepRequest>? Steps,
        int MinutesToFill,
        DateTimeOffset? StartsAt,
        DateTimeOffset? EndsAt,
        int? LimitPerMember,
        IReadOnlyList<PiecesRequest>? Pieces,
        bool? NewcomersOnly,
        bool? ShowsGroups,
        bool? TakesDiscounts,
        LateSeat? LateSeat,
        bool? IsOn)
    {
        public GroupBuyActivity ToActivity(ActivityId id, SpuId spu) => new()
        {
            ActivityId = id,
            SpuId = spu,
            Title = Title ?? "",
            Steps = [.. (Steps ?? []).Select(s => s.ToStep())],
            TimeToFill = TimeSpan.FromMinutes(MinutesToFill),
            StartsAt = StartsAt ?? default,
            EndsAt = EndsAt ?? default,
            LimitPerMember = LimitPerMember,
            Pieces = (Pieces ?? []).ToDictionary(p => IdOf(p.SkuId), p => p.Pieces),
            NewcomersOnly = NewcomersOnly ?? false,
            ShowsGroups = ShowsGroups ?? true,
            TakesDiscounts = TakesDiscounts ?? false,
            LateSeat = LateSeat ?? default,
            IsOn = IsOn ?? true,
        };
    }

    internal sealed record StepRequest(int People, IReadOnlyList<PriceRequest>? Prices)
    {
        public GroupStep ToStep() => new(People, (Prices ?? []).ToDictionary(p => IdOf(p.SkuId), p => p.PriceFen));
    }

    internal sealed record PriceRequest(string? SkuId, Fen PriceFen);

    internal sealed record PiecesRequest(string? SkuId, int Pieces);

    private static SkuId IdOf(string? text) => SkuId.TryParse(text, out var id) ? id : default;

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.SpuId).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
            RuleFor(r => r.Title).NotEmpty().MaximumLength(64);
            RuleFor(r => r.Steps).NotEmpty().Must(s => s is { Count: <= 10 }).WithMessage("1 to 10 steps.");
            RuleForEach(r => r.Steps).NotNull().ChildRules(step =>
            {
                step.RuleFor(s => s.People).InclusiveBetween(2, 100);
                step.RuleFor(s => s.Prices).NotEmpty().Must(p => p is null || p.DistinctBy(x => x?.SkuId, StringComparer.Ordinal).Count() == p.Count).WithMessage("The same SKU stands twice.");
                step.RuleForEach(s => s.Prices).NotNull().ChildRules(price =>
                {
                    price.RuleFor(p => p.SkuId).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
                    price.RuleFor(p => p.PriceFen.Value).InclusiveBetween(1, 100_000_000).OverridePropertyName("PriceFen");
                });
            });
            RuleFor(r => r.Steps).Must(IsLadder).WithMessage("Each step needs more people than the one before, has the same SKUs, and is no dearer.");
            RuleFor(r => r.MinutesToFill).InclusiveBetween(1, 30 * 24 * 60);
            RuleFor(r => r.StartsAt).NotNull();
            RuleFor(r => r.EndsAt).NotNull().Must((r, ends) => ends > r.StartsAt).WithMessage("An activity ends after it starts.");
            RuleFor(r => r.LimitPerMember).InclusiveBetween(1, 999);
            RuleFor(r => r.Pieces).Must(p => p is null || p.DistinctBy(x => x?.SkuId, StringComparer.Ordinal).Count() == p.Count).WithMessage("The same SKU stands twice.");
            RuleForEach(r => r.Pieces).NotNull().ChildRules(p => p.RuleFor(x => x.Pieces).InclusiveBetween(0, 1_000_000));
        }

        private static bool IsLadder(IReadOnlyList<StepRequest>? steps) => steps is null || steps.Any(s => s?.Prices is null) || steps.Zip(steps.Skip(1)).All(pair =>
            pair.First.People < pair.Second.People
            && (pair.First.Prices ?? []).Count == (pair.Second.Prices ?? []).Count
            && (pair.First.Prices ?? []).All(p => (pair.Second.Prices ?? []).Any(q => q?.SkuId == p?.SkuId && q?.PriceFen <= p?.PriceFen)));
    }
}
