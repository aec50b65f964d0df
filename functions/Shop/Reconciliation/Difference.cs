using System.Security.Cryptography;
using System.Text;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>In what way WeChat's bill and the shop's books differ (差异类别). There are these seven.</summary>
internal enum DifferenceClass
{
    /// <summary>A payment in the bill that the books do not have (商城缺单).</summary>
    MissingHere,

    /// <summary>A payment in the books that the bill does not have (微信缺单).</summary>
    MissingThere,

    /// <summary>A payment of another amount (金额不符).</summary>
    Amount,

    /// <summary>A fee that is not what its rate makes of its amount, or of which the two bills differ (手续费不符).</summary>
    Fee,

    /// <summary>A refund that one side does not have, or of another amount or payment (退款不符).</summary>
    Refund,

    /// <summary>A transaction that comes twice, or two payments kept for one order (重复).</summary>
    Duplicate,

    /// <summary>The two sides agree that there is a payment or refund, not on what became of it (状态不符).</summary>
    State,
}

/// <summary>One difference between WeChat's bill of a day and the shop's books.</summary>
/// <param name="Id">The class and the number that it is about: the same in every run. Letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="OursFen">What the books say; null when they say nothing.</param>
/// <param name="TheirsFen">What the bill says; null when it says nothing.</param>
/// <param name="What">A Chinese sentence for the operator; no personal data.</param>
/// <param name="Remedy">What to do, likewise.</param>
/// <param name="CanTake">Whether the shop can settle it by asking WeChat.</param>
internal sealed record Difference(
    string Id,
    DifferenceClass Class,
    string? OutTradeNo,
    string? TransactionId,
    string? OutRefundNo,
    Fen? OursFen,
    Fen? TheirsFen,
    string What,
    string Remedy,
    bool CanTake)
{
    private const int MostNumberLength = 64;

    /// <param name="number">The WeChat number, or own one, that it is about; a text that is no key by itself stands as its hash.</param>
    public static string IdOf(DifferenceClass @class, string number) =>
        $"{@class}-{(number.Length is > 0 and <= MostNumberLength && number.All(IsPlain) ? number : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number))))}";

    /// <summary>Whether a text looks like an id: it can stand in a key.</summary>
    public static bool IsId(string? text) => text is { Length: > 0 and <= MostNumberLength + 20 } && text.All(IsPlain);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
