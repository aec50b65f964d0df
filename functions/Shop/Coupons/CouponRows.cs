using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>In the member's partition: <c>coupon!{CouponId}</c>, newest first, and <c>claims!{OfferId}</c>, what the member claimed of an offer.</summary>
internal static class CouponRows
{
    public const string First = "coupon!";
    public const string End = "coupon\"";
    public const string FirstClaims = "claims!";
    public const string EndClaims = "claims\"";

    public static string KeyOf(CouponId coupon) => $"{First}{coupon}";

    public static TableEntity Of(Coupon coupon, ETag etag = default)
    {
        var row = Rows.New(KeyOf(coupon.CouponId)).WithJson("Coupon", coupon);
        // For people who look into the table; never read back.
        row["Stage"] = coupon.Stage.ToString();
        row.ETag = etag;
        return row;
    }

    public static Coupon CouponOf(TableEntity row) => row.ReadJson<Coupon>("Coupon");

    public static string ClaimsKeyOf(CouponOfferId offer) => $"{FirstClaims}{offer}";

    public static string OfferOf(TableEntity claims) => claims.RowKey[FirstClaims.Length..];

    public static IReadOnlyList<Claim> ClaimsOf(TableEntity? row) => row?.ReadJson<List<Claim>>("Claims") ?? [];

    public static TableEntity Of(CouponOfferId offer, IReadOnlyList<Claim> claims, ETag? etag)
    {
        var row = Rows.New(ClaimsKeyOf(offer)).WithJson("Claims", claims);
        row.ETag = etag ?? default;
        return row;
    }
}

/// <summary>One claim of a member.</summary>
/// <param name="Key">The request's Idempotency-Key; empty for none.</param>
internal sealed record Claim(CouponId CouponId, string Key);
