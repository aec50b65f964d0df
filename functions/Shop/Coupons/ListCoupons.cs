using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Coupons;

/// <summary>The member's coupons, newest first, all or of one status.</summary>
internal sealed class ListCoupons(CouponBook book, TimeProvider time)
{
    [Function(nameof(ListCoupons))]
    [Answer<Page<CouponView>>(200, "The member's coupons", Query = "status,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/coupons")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session().MemberId, $"{http.Query["status"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<CouponView>>> HandleAsync(MemberId member, string status, string next, CancellationToken cancellation)
    {
        var wanted = QueryText.NameOrAny<CouponStatus>("status", status);
        if (wanted.Problem is { } problem)
            return problem;
        if (next.Length > 0 && !CouponId.TryParse(next, out _))
            return Problem.Malformed("next", "Not a value that this list gave.");

        // A member has some dozens of them: all are read, so that a rare status has full pages.
        var now = time.GetUtcNow();
        var only = wanted.Value.Only;
        var from = (await book.ReadAllAsync(member, cancellation))
            .Where(c => (only is null || c.StatusAt(now) == only) && string.CompareOrdinal(c.CouponId.Value, next) >= 0)
            .ToList();
        return Paging.Cut(from, isRare: false, static _ => true, c => c.CouponId.Value).Map(c => CouponView.Of(c, now));
    }
}
