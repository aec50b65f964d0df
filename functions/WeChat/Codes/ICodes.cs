using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.Codes;

/// <summary>The ways in that WeChat makes for an app: codes to scan and links to tap. Expected failures are values; only the caller's own token throws.</summary>
public interface ICodes
{
    /// <summary>获取不限制的小程序码 (getwxacodeunlimit): a picture, without end.</summary>
    /// <param name="appId">The mini-program.</param>
    /// <param name="scene">1 to 32 of <see cref="CodeRules.SceneCharacters"/>.</param>
    /// <param name="page">Without leading /, without query; null for the first page.</param>
    /// <param name="width">Pixels: 280 to 1280.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<CodePicture>> DrawCodeAsync(string appId, string scene, string? page, int width, CancellationToken ct);

    /// <summary>获取加密URLLink (generate_urllink): for texts and web pages outside WeChat.</summary>
    /// <param name="appId">The mini-program.</param>
    /// <param name="path">Where it leads.</param>
    /// <param name="life">1 minute to 30 days.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<CodeLink>> MakeUrlLinkAsync(string appId, CodePath path, TimeSpan life, CancellationToken ct);

    /// <summary>获取加密scheme码 (generatescheme).</summary>
    /// <param name="appId">The mini-program.</param>
    /// <param name="path">Where it leads.</param>
    /// <param name="life">1 minute to 30 days.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<CodeLink>> MakeSchemeAsync(string appId, CodePath path, TimeSpan life, CancellationToken ct);

    /// <summary>获取ShortLink (genwxashortlink): for chats and Channels; good for 30 days, WeChat does not say more.</summary>
    /// <param name="appId">The mini-program.</param>
    /// <param name="path">Where it leads.</param>
    /// <param name="title">What the link is called.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<CodeLink>> MakeShortLinkAsync(string appId, CodePath path, string title, CancellationToken ct);

    /// <summary>生成带参数的二维码 (qrcode/create) of an official account.</summary>
    /// <param name="appId">The official account.</param>
    /// <param name="scene">1 to 64 characters: comes back with who follows or scans.</param>
    /// <param name="life">1 minute to 30 days; null for one without end, of which WeChat gives 100,000.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<QrCode>> MakeQrCodeAsync(string appId, string scene, TimeSpan? life, CancellationToken ct);
}

/// <summary>A picture as WeChat drew it.</summary>
/// <param name="MediaType">image/png or image/jpeg: told by the bytes.</param>
public sealed record CodePicture(byte[] Bytes, string MediaType);

/// <param name="Path">A page, without leading /; empty for the first one.</param>
/// <param name="Query"><c>k=v&amp;k=v</c>, at most 1,024 characters; empty for none.</param>
public sealed record CodePath(string Path, string Query);

/// <param name="Url">url_link, openlink or link.</param>
public sealed record CodeLink(string Url);

/// <param name="Ticket">For https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=, which gives the picture to anybody.</param>
/// <param name="Url">What the code says, for drawing it oneself.</param>
public sealed record QrCode(string Ticket, string Url);
