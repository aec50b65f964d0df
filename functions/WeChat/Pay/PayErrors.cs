namespace WeCommerce.WeChat.Pay;

/// <summary>What an error answer means: by HTTP status first, then by sets of codes, because two spellings of most codes are in use.</summary>
internal static class PayErrors
{
    private static readonly HashSet<string> Passing =
        ["SYSTEM_ERROR", "SYSTEMERROR", "BANK_ERROR", "BANKERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEED", "RATELIMIT_EXCEEDED", "USER_PAYING", "USERPAYING"];

    private static readonly HashSet<string> Ours =
    [
        "PARAM_ERROR", "PARAMERROR", "SIGN_ERROR", "SIGNERROR", "NO_AUTH", "NOAUTH", "APPID_MCHID_NOT_MATCH", "MCH_NOT_EXISTS",
        "OPENID_MISMATCH", "INVALID_TRANSACTIONID",
    ];

    private static readonly Dictionary<string, PayFailureKind> Business = new()
    {
        ["ORDER_PAID"] = PayFailureKind.OrderPaid,
        ["ORDERPAID"] = PayFailureKind.OrderPaid,
        ["ORDER_CLOSED"] = PayFailureKind.OrderClosed,
        ["ORDERCLOSED"] = PayFailureKind.OrderClosed,
        ["ORDER_NOT_EXIST"] = PayFailureKind.OrderNotExist,
        ["ORDERNOTEXIST"] = PayFailureKind.OrderNotExist,
        ["RESOURCE_NOT_EXISTS"] = PayFailureKind.OrderNotExist,
        ["OUT_TRADE_NO_USED"] = PayFailureKind.NumberReused,
        ["OUTTRADENOUSED"] = PayFailureKind.NumberReused,
        ["ALREADY_EXISTS"] = PayFailureKind.NumberReused,
        ["NOT_ENOUGH"] = PayFailureKind.NotEnough,
        ["NOTENOUGH"] = PayFailureKind.NotEnough,
        ["NO_STATEMENT_EXIST"] = PayFailureKind.NoStatement,
        ["STATEMENT_CREATING"] = PayFailureKind.StatementCreating,
    };

    public static PayFailure Read(int status, ReadOnlyMemory<byte> body, string? requestId)
    {
        var (code, message) = JsonFields.Read(body, json => Tuple.Create(json.Text("code") ?? "", json.Text("message") ?? "")) ?? new("", "");
        return new PayFailure(Classify(status, code, message, requestId), status, code, message, requestId);
    }

    private static PayFailureKind Classify(int status, string code, string message, string? requestId) => status switch
    {
        408 or 429 => PayFailureKind.TryAgain,
        >= 500 => Ours.Contains(code) ? PayFailureKind.OurFault : PayFailureKind.TryAgain,
        401 => PayFailureKind.OurFault,
        >= 400 => ByCode(code, message, requestId),
        _ => Passing.Contains(code) ? PayFailureKind.TryAgain : PayFailureKind.OurFault,
    };

    private static PayFailureKind ByCode(string code, string message, string? requestId)
    {
        if (Business.TryGetValue(code, out var kind))
            return kind;
        if (Passing.Contains(code))
            return PayFailureKind.TryAgain;
        // The two codes that stand for many things: WeChat's own number after the last dash of the Request-ID says which (排障手册).
        if (code is "INVALID_REQUEST" or "PARAM_ERROR")
        {
            if (IsReuse(message) || Ends(requestId, "268498688"))
                return PayFailureKind.NumberReused;
            if (Ends(requestId, "268449538") || Ends(requestId, "268498689"))
                return PayFailureKind.OrderPaid;
        }
        // No code: not WeChat Pay's application that answered, but something on the way, or a wrong address.
        return code.Length == 0 || Ours.Contains(code) ? PayFailureKind.OurFault : PayFailureKind.Refused;
    }

    private static bool IsReuse(string message) =>
        message.StartsWith("201", StringComparison.Ordinal)
        || message.Contains("商户订单号重复", StringComparison.Ordinal)
        || message.Contains("duplicate merchant order number", StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string? requestId, string number) =>
        requestId is not null && requestId.AsSpan(requestId.LastIndexOf('-') + 1).SequenceEqual(number);
}
