using System.Text.RegularExpressions;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Erasures;

/// <summary>What of a person the shop forgets (个人信息删除).</summary>
[Flags]
internal enum ErasureScope
{
    None = 0,

    /// <summary>昵称和头像, also where groups show them.</summary>
    Portrait = 1,

    /// <summary>手机号.</summary>
    Phone = 2,

    /// <summary>收货地址.</summary>
    Addresses = 4,

    /// <summary>That this person is this member, with what the member had in the cart and watches, and what may be sent.</summary>
    Person = 8,

    /// <summary>
    /// All of these. Orders stay, sealed, as the law on trade records asks (电子商务法第三十一条: three years), and are nobody's any more.
    /// </summary>
    Everything = Portrait | Phone | Addresses | Person,
}

/// <summary>WeChat says that a person took back a consent or is gone: what was forgotten for it.</summary>
/// <param name="Event">WeChat's event.</param>
/// <param name="Codes">Its RevokeInfo.</param>
/// <param name="Scope">What the shop had to forget of that; nothing where it keeps nothing of the kind.</param>
internal sealed record Erasure(string PushId, MemberId MemberId, string AppId, string Event, string Codes, ErasureScope Scope, DateTimeOffset ToldAt, DateTimeOffset DoneAt);

/// <summary>What WeChat's events mean for what the shop keeps.</summary>
internal static partial class ErasureScopes
{
    /// <summary>The event that a person left: the account is cancelled.</summary>
    public const string Cancelled = "user_authorization_cancellation";

    /// <summary>A person took back consents, by code.</summary>
    public const string Revoked = "user_authorization_revoke";

    /// <summary>WeChat cleared a person's name or picture as risky: the shop's copy goes, too.</summary>
    public const string Modified = "user_info_modified";

    /// <param name="kind">The event, in lower case.</param>
    /// <param name="codes">RevokeInfo: numbers, however they are set apart; empty for none.</param>
    public static ErasureScope Of(string kind, string codes) => kind switch
    {
        Cancelled => ErasureScope.Everything,
        Modified => ErasureScope.Portrait | Of(codes),
        // Without a code nobody says what may stay.
        Revoked => codes.Length == 0 ? ErasureScope.Everything : Of(codes),
        _ => throw new InvalidOperationException($"{kind} takes nothing back."),
    };

    private static ErasureScope Of(string codes) => Code().Matches(codes).Aggregate(ErasureScope.None, static (scope, code) => scope | (code.Value switch
    {
        "2" or "18" => ErasureScope.Addresses,
        "6" or "19" or "20" => ErasureScope.Portrait,
        "8" => ErasureScope.Phone,
        "301" => ErasureScope.Everything,
        // Number plates, invoices, microphone, steps …: the shop keeps none.
        _ => ErasureScope.None,
    }));

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Code();
}

/// <summary>Forgets what a noun keeps of a person. Called again it has nothing to do.</summary>
internal interface IForgetful
{
    /// <param name="identities">As whom the apps know the member.</param>
    Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation);
}
