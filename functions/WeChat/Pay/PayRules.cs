using System.Buffers;
using System.Text;

namespace WeCommerce.WeChat.Pay;

/// <summary>What WeChat's documents demand of a request, so that a mistake is named before it costs a call.</summary>
internal static class PayRules
{
    private const string NumberCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-|*";

    private static readonly SearchValues<char> OutTradeNoCharacters = SearchValues.Create(NumberCharacters);
    private static readonly SearchValues<char> OutRefundNoCharacters = SearchValues.Create(NumberCharacters + "@");

    /// <summary>Null when there is none.</summary>
    public static string? Problem(JsapiPrepay prepay) =>
        prepay switch
        {
            { AppId.Length: 0 or > 32 } => "AppId must have 1 to 32 characters",
            { OpenId.Length: 0 or > 128 } => "OpenId must have 1 to 128 characters",
            { Description.Length: 0 or > 127 } => "Description must have 1 to 127 characters",
            { TotalFen: < 1 } => "TotalFen must be at least 1",
            { Attach.Length: > 128 } => "Attach must have at most 128 characters",
            _ => OutTradeNoProblem(prepay.OutTradeNo) ?? NotifyUrlProblem(prepay.NotifyUrl),
        };

    /// <summary>Null when there is none.</summary>
    public static string? Problem(RefundOrder order) =>
        order switch
        {
            { OutTradeNo: null, TransactionId: null } or { OutTradeNo: not null, TransactionId: not null } =>
                "either OutTradeNo or TransactionId must be set",
            { TransactionId.Length: 0 or > 32 } => "TransactionId must have 1 to 32 characters",
            { RefundFen: < 1 } => "RefundFen must be at least 1",
            _ when order.RefundFen > order.TotalFen => "RefundFen must be at most TotalFen",
            _ when Encoding.UTF8.GetByteCount(order.Reason ?? "") > 80 => "Reason must have at most 80 bytes",
            _ => OutRefundNoProblem(order.OutRefundNo)
                ?? (order.OutTradeNo is null ? null : OutTradeNoProblem(order.OutTradeNo))
                ?? (order.NotifyUrl is null ? null : NotifyUrlProblem(order.NotifyUrl)),
        };

    /// <summary>Null when there is none.</summary>
    public static string? Problem(AbnormalRefund refund) =>
        refund switch
        {
            { PayerCard.BankType.Length: 0 or > 16 } => "BankType must have 1 to 16 characters",
            { PayerCard: { AccountNo: var account } } when !IsEncryptable(account) => "AccountNo must have 1 to 214 bytes",
            { PayerCard: { RealName: var name } } when !IsEncryptable(name) => "RealName must have 1 to 214 bytes",
            _ => WeChatNumberProblem("RefundId", refund.RefundId) ?? OutRefundNoProblem(refund.OutRefundNo),
        };

    /// <summary>Null when there is none.</summary>
    public static string? WeChatNumberProblem(string field, string number) =>
        number.Length is 0 or > 32 || !number.All(char.IsAsciiLetterOrDigit) ? $"{field} must have 1 to 32 letters or digits" : null;

    /// <summary>Null when there is none.</summary>
    public static string? OutTradeNoProblem(string number) =>
        number.Length is < 6 or > 32 || number.AsSpan().ContainsAnyExcept(OutTradeNoCharacters)
            ? "OutTradeNo must have 6 to 32 of 0-9 A-Z a-z _ - | *"
            : null;

    /// <summary>Null when there is none.</summary>
    public static string? OutRefundNoProblem(string number) =>
        number.Length is 0 or > 64 || number.AsSpan().ContainsAnyExcept(OutRefundNoCharacters)
            ? "OutRefundNo must have 1 to 64 of 0-9 A-Z a-z _ - | * @"
            : null;

    // What RSA with 2048 bits takes.
    private static bool IsEncryptable(string text) => Encoding.UTF8.GetByteCount(text) is > 0 and <= 214;

    private static string? NotifyUrlProblem(Uri url) =>
        url is { IsAbsoluteUri: true, Query: "", Fragment: "" } && url.AbsoluteUri.Length <= 255
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? null
            : "NotifyUrl must be an absolute http or https address of at most 255 characters without query";
}
