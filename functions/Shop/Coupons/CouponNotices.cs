using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Shop.Coupons;

/// <summary>What notices about coupons say.</summary>
internal sealed class CouponNotices(CouponBook book, TimeProvider time) : INoticeSource
{
    public IReadOnlyList<NoticeKind> Kinds { get; } = [NoticeKind.CouponExpiring];

    public async Task<NoticeFacts?> ReadAsync(NoticeKind kind, MemberId member, string about, CancellationToken cancellation) =>
        CouponId.TryParse(about, out var id) && await book.ReadAsync(id, cancellation) is { Coupon: { Stage: CouponStage.Unused } coupon }
        && time.GetUtcNow() < coupon.ValidUntil
            ? new NoticeFacts(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["coupon"] = coupon.Terms.Title,
                ["until"] = NoticeFact.Of(coupon.ValidUntil),
            })
            : null;
}
