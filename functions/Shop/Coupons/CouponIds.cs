using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>
/// A member's coupon: 28 characters of base 32. The first 13 are the member's id, so that it leads to the member's partition; then 9 that sort the
/// newest first, and 6 of chance, or of what it was given for: given again for the same, it is the same.
/// </summary>
[JsonConverter(typeof(IdentifierConverter<CouponId>))]
internal readonly record struct CouponId : IIdentifier<CouponId>
{
    public const int Length = 28;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Tail = 6;

    private CouponId(string value) => Value = value;

    public string Value { get; }

    public MemberId MemberId =>
        MemberId.TryParse(Value[..MemberId.Length], out var member) ? member : throw new InvalidOperationException("A coupon without a member.");

    public static CouponId New(MemberId member, Ids ids) => new($"{member}{ids.Descending()}{ids.Random(Tail)}");

    /// <summary>The coupon that a member is given for something that happened once.</summary>
    public static CouponId Of(MemberId member, DateTimeOffset at, string what)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(what));
        return new($"{member}{Ids.Descending(at)}{string.Concat(hash.Take(Tail).Select(static b => Alphabet[b & 31]))}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out CouponId id)
    {
        var good = Ids.Looks(text, Length);
        id = good ? new CouponId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>An offer of coupons (优惠券批次); form as <see cref="SpuId"/>, chosen by who runs the shop.</summary>
[JsonConverter(typeof(IdentifierConverter<CouponOfferId>))]
internal readonly record struct CouponOfferId : IIdentifier<CouponOfferId>
{
    private CouponOfferId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out CouponOfferId id)
    {
        var good = CatalogId.Looks(text);
        id = good ? new CouponOfferId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>A giving of coupons to a list of members: the offer, a dot, and the Idempotency-Key under which it was asked for.</summary>
[JsonConverter(typeof(IdentifierConverter<GrantId>))]
internal readonly record struct GrantId : IIdentifier<GrantId>
{
    private GrantId(string value) => Value = value;

    public string Value { get; }

    public CouponOfferId OfferId =>
        CouponOfferId.TryParse(Value[..Value.IndexOf('.', StringComparison.Ordinal)], out var offer)
            ? offer
            : throw new InvalidOperationException("A grant without an offer.");

    public static GrantId Of(CouponOfferId offer, string key) => new($"{offer}.{key}");

    public static bool TryParse([NotNullWhen(true)] string? text, out GrantId id)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        var good = text is not null && dot > 0 && CatalogId.Looks(text[..dot])
            && text.Length - dot is > 1 and <= 65 && text.Skip(dot + 1).All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        id = good ? new GrantId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
