namespace WeCommerce.WeChat.Pay;

/// <summary>A call that may be sent more than once: the same bytes, signed anew each time.</summary>
internal sealed record PayCall(string Name, HttpMethod Method, string Path, byte[] Body)
{
    public string? OutTradeNo { get; init; }

    public string? TransactionId { get; init; }

    public string? OutRefundNo { get; init; }

    /// <summary>Of the key that encrypted fields of the body; null when none are.</summary>
    public string? Serial { get; init; }
}
