using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Watches;

/// <summary>What a member watches: begun, changed and ended by the member.</summary>
internal sealed class KeepWatch(Partitions partitions, Catalogue catalogue, EffectRunner effects, Ids ids, TimeProvider time)
{
    private const int Most = 50;

    private static readonly Rules Validator = new();
    private static readonly Problem Unknown = Problem.NotFound("SKU_NOT_FOUND", "No product has this SKU.");

    [Function("ListWatches")]
    [Answer<Page<Watch>>(200, "What the member watches, at most 50")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/watches")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ReadAllAsync(http.Session().MemberId, cancellation));

    [Function("PutWatch")]
    [Answer<Watch>(200, "What is watched now", Body = typeof(Request))]
    public Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/me/watches/{skuId}")] HttpRequest http, string skuId, CancellationToken cancellation) =>
        http.HandleAsync<Request, Watch>(Validator, request => BeginAsync(http.Session().MemberId, skuId, request, cancellation));

    [Function("DropWatch")]
    [Answer<Nothing>(204, "It is watched no longer")]
    public Task<IResult> DropAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/me/watches/{skuId}")] HttpRequest http, string skuId, CancellationToken cancellation) =>
        Answers.Of(EndAsync(http.Session().MemberId, skuId, cancellation));

    private async Task<Result<Page<Watch>>> ReadAllAsync(MemberId member, CancellationToken cancellation) =>
        new Page<Watch>([.. (await partitions.ReadRangeAsync(Tables.Of(member), WatchRows.First, WatchRows.End, cancellation: cancellation)).Select(WatchRows.WatchOf)]);

    private async Task<Result<Watch>> BeginAsync(MemberId member, string skuId, Request request, CancellationToken cancellation)
    {
        if (!SkuId.TryParse(skuId, out var sku) || (await catalogue.GetAsync(cancellation)).Find(sku) is not { } found)
            return Unknown;

        var others = await partitions.ReadRangeAsync(Tables.Of(member), WatchRows.First, WatchRows.End, cancellation: cancellation);
        if (others.Count >= Most && others.All(r => r.RowKey != WatchRows.KeyOf(sku)))
            return Problem.Conflict("TOO_MANY_WATCHES", $"At most {Most} are watched at a time.");

        var watch = new Watch(sku, found.Sku.PriceFen, request.BackInStock ?? false, request.PriceDrop ?? false, time.GetUtcNow());
        await CommitAsync(member, sku, commit => commit.Upsert(WatchRows.Of(watch)), cancellation);
        return watch;
    }

    private async Task<Result<Nothing>> EndAsync(MemberId member, string skuId, CancellationToken cancellation)
    {
        if (!SkuId.TryParse(skuId, out var sku))
            return Unknown;

        await EndAsync(member, sku, cancellation);
        return default(Nothing);
    }

    /// <summary>Ends what is watched; what is not stays so.</summary>
    public async Task EndAsync(MemberId member, SkuId sku, CancellationToken cancellation)
    {
        if (await partitions.ReadAsync(Tables.Of(member), WatchRows.KeyOf(sku), cancellation) is { } row)
        {
            row.ETag = Azure.ETag.All;
            await CommitAsync(member, sku, commit => commit.Delete(row), cancellation);
        }
    }

    private async Task CommitAsync(MemberId member, SkuId sku, Func<Commit, Commit> write, CancellationToken cancellation)
    {
        var (partition, operation) = (Tables.Of(member), Operation.Start(ids, time));
        await effects.WakeUpAsync(partition, operation, cancellation);
        await partitions.CommitAsync(write(new Commit(partition, operation)).Effect(new WatchChanged(member, sku)), cancellation);
    }

    internal sealed record Request(bool? BackInStock, bool? PriceDrop);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(r => r.BackInStock).Must((r, stock) => stock == true || r.PriceDrop == true).WithMessage("What for: backInStock, priceDrop or both.");
    }
}

/// <summary>Keeps the lists of who watches what.</summary>
internal sealed class ListWatchers(Partitions partitions, Ids ids, TimeProvider time) : IEffectHandler<WatchChanged>
{
    public async Task<EffectOutcome> DoAsync(WatchChanged effect, EffectContext context, CancellationToken cancellation)
    {
        var watch = await partitions.ReadAsync(Tables.Of(effect.MemberId), WatchRows.KeyOf(effect.SkuId), cancellation);
        var commit = new Commit(Tables.WatchersOf(effect.SkuId), Operation.Start(ids, time));
        // One that is not listed is gone already.
        await partitions.CommitAsync(
            watch is null ? commit.Delete(WatchRows.Unlisted(effect.MemberId)) : commit.Upsert(WatchRows.ListedOf(effect.MemberId, WatchRows.WatchOf(watch))), cancellation);
        return EffectOutcome.Done;
    }
}
