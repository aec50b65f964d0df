namespace WeCommerce.WeChat.Pay;

/// <summary>A call that may be sent more than once: the same bytes, signed anew each time.</summary>
internal sealed record PayCall(string Name, HttpMethod Method, string Path, byte[] Body, string? OutTradeNo);
