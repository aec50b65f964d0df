using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.WeChat.JsSdk;

/// <summary>The signature of <c>wx.config</c> (JS-SDK使用权限签名算法).</summary>
public static class JsSdkSignature
{
    /// <summary>SHA-1, lower-case hexadecimal.</summary>
    /// <param name="jsapiTicket">From <c>/cgi-bin/ticket/getticket</c>.</param>
    /// <param name="nonceStr">Random; <c>wx.config</c> spells it nonceStr, the signed text noncestr.</param>
    /// <param name="timestamp">Seconds.</param>
    /// <param name="url">The page's address with query; what follows # is not signed.</param>
    public static string Of(string jsapiTicket, string nonceStr, string timestamp, string url)
    {
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var page = hash < 0 ? url : url[..hash];
        var text = $"jsapi_ticket={jsapiTicket}&noncestr={nonceStr}&timestamp={timestamp}&url={page}";
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
