using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>How far a grant is.</summary>
internal sealed class FollowGrant(Partitions partitions)
{
    [Function("GetCouponGrant")]
    [Operator]
    [Answer<GrantView>(200, "The grant")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/coupon-offers/{offerId}/grants/{grantId}")] HttpRequest http,
        string offerId,
        string grantId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(offerId, grantId, cancellation));

    public static async Task<GrantView> ViewOfAsync(Partitions partitions, Grant grant, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.CouponGrantOf(grant.GrantId), GrantRows.FirstBatch, GrantRows.EndBatch, cancellation: cancellation);
        return GrantView.Of(grant, [.. rows.Select(GrantRows.BatchOf)]);
    }

    private async Task<Result<GrantView>> HandleAsync(string offerId, string grantId, CancellationToken cancellation) =>
        GrantId.TryParse(grantId, out var id) && id.OfferId.Value == offerId && await partitions.ReadAsync(Tables.CouponGrantOf(id), GrantRows.Grant, cancellation) is { } row
            ? await ViewOfAsync(partitions, GrantRows.GrantOf(row), cancellation)
            : CouponProblems.GrantNotFound;
}
