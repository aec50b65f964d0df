using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>
/// An operator gives each of a list of members one coupon of an offer (定向发放), now or at a time. One commit records the list; its batches are effects, so
/// that a crash leaves nobody out and gives nobody two. Limits per member are for claims.
/// </summary>
internal sealed class GrantCoupons(CouponOffers offers, Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    /// <summary>A body has 64 KiB, and a member in it 16 bytes.</summary>
    public const int MostMembers = 4000;

    /// <summary>40 batches, their 40 effects and the grant are within a transaction's 100 rows.</summary>
    private const int BatchSize = 100;

    private static readonly Rules Validator = new();

    [Function(nameof(GrantCoupons))]
    [Operator]
    [Answer<GrantView>(202, "The grant; how far it is, its own address tells", Body = typeof(Request), IdempotencyKey = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/coupon-offers/{offerId}/grants")] HttpRequest http,
        string offerId,
        CancellationToken cancellation)
    {
        var key = http.RequiredIdempotencyKey();
        return key.Problem is { } problem
            ? Answers.Of(problem)
            : await http.HandleAsync<Request, GrantView>(
                Validator, request => HandleAsync(offerId, key.Value, request, cancellation), StatusCodes.Status202Accepted);
    }

    private async Task<Result<GrantView>> HandleAsync(string offerId, string key, Request request, CancellationToken cancellation)
    {
        if (!CouponOfferId.TryParse(offerId, out var id) || await offers.FindAsync(id, cancellation) is not { } offer)
            return CouponProblems.OfferNotFound;

        var now = time.GetUtcNow();
        var at = request.At?.ToUniversalTime() is { } later && later > now ? later : now;
        var list = (request.MemberIds ?? []).Select(m => MemberId.TryParse(m, out var member) ? member : default)
            .Chunk(BatchSize)
            .Select((members, n) => new GrantBatch(n, members))
            .ToList();
        var grant = new Grant
        {
            GrantId = GrantId.Of(id, key),
            BodyHash = IdempotentBody.Hash(request),
            Members = list.Sum(b => b.Members.Count),
            Batches = list.Count,
            CreatedAt = now,
            At = at,
            IsStarted = at == now,
        };
        if (!offer.IsGivable(at))
            return await FindAsync(grant, CouponProblems.NotOpen, cancellation);

        var (partition, operation) = (Tables.CouponGrantOf(grant.GrantId), Operation.Start(ids, time));
        await effects.WakeUpAsync(partition, operation, cancellation);
        var commit = new Commit(partition, operation).Insert(GrantRows.Of(grant));
        foreach (var batch in list)
            commit.Insert(GrantRows.Of(batch));
        IEnumerable<object> follows = grant.IsStarted
            ? list.Select(b => new GiveBatch(grant.GrantId, b.Number))
            : [new SetDeadline(at, DeadlineKind.CouponGrantDue, grant.GrantId.Value)];
        foreach (var effect in follows)
            commit.Effect(effect);
        return (await partitions.CommitAsync(commit, cancellation)).Landed ? GrantView.Of(grant, list) : await FindAsync(grant, Problem.Busy(), cancellation);
    }

    // The same key and body is the same grant, however far it is by now.
    private async Task<Result<GrantView>> FindAsync(Grant asked, Problem otherwise, CancellationToken cancellation)
    {
        var partition = Tables.CouponGrantOf(asked.GrantId);
        if (await partitions.ReadAsync(partition, GrantRows.Grant, cancellation) is not { } row)
            return otherwise;

        var grant = GrantRows.GrantOf(row);
        return grant.BodyHash == asked.BodyHash ? await FollowGrant.ViewOfAsync(partitions, grant, cancellation) : Orders.OrderProblems.KeyReused;
    }

    /// <param name="MemberIds">Each once.</param>
    /// <param name="At">When; now unless given, or if it is over.</param>
    internal sealed record Request(IReadOnlyList<string>? MemberIds, DateTimeOffset? At);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.MemberIds).Must(m => m is { Count: >= 1 and <= MostMembers }).WithMessage($"1 to {MostMembers} members.");
            RuleFor(r => r.MemberIds).Must(m => m is null || m.Distinct(StringComparer.Ordinal).Count() == m.Count).WithMessage("The same member stands twice.");
            RuleFor(r => r.MemberIds).Must(m => m is null || m.All(static text => MemberId.TryParse(text, out _))).WithMessage("Not all of them are ids of members.");
            RuleFor(r => r.At).Must(Promotions.PromotionRules.IsInstant).When(r => r.At is not null).WithMessage(Promotions.PromotionRules.InstantRule);
        }
    }
}
