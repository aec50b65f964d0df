using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.Safety;

/// <summary>
/// What WeChat says of what people write and upload (小程序内容安全). <see cref="ApiFailureKind.NoRecentVisit"/> when the person has not been in the mini-program
/// for two hours. Expected failures are values; only the caller's own token throws.
/// </summary>
public interface IContentChecks
{
    /// <summary>文本内容安全识别 (msg_sec_check, version 2).</summary>
    /// <param name="appId">The mini-program.</param>
    /// <param name="openId">Who wrote it.</param>
    /// <param name="scene">Where it is to be seen.</param>
    /// <param name="text">1 to 2,500 characters.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<ContentVerdict>> CheckTextAsync(string appId, string openId, ContentScene scene, string text, CancellationToken ct);

    /// <summary>多媒体内容安全识别 (media_check_async, version 2): the verdict is pushed within half an hour, as <c>wxa_media_check</c> with the same trace id.</summary>
    /// <param name="appId">The mini-program.</param>
    /// <param name="openId">Who uploaded it.</param>
    /// <param name="scene">Where it is to be seen.</param>
    /// <param name="media">What it is.</param>
    /// <param name="url">Where WeChat can fetch it, http or https; at most 10 MB.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<MediaCheck>> CheckMediaAsync(string appId, string openId, ContentScene scene, MediaKind media, string url, CancellationToken ct);
}

/// <summary>Where something is to be seen (scene).</summary>
public enum ContentScene
{
    /// <summary>资料</summary>
    Profile = 1,

    /// <summary>评论</summary>
    Comment = 2,

    /// <summary>论坛</summary>
    Forum = 3,

    /// <summary>社交日志</summary>
    SocialLog = 4,
}

/// <summary>What a file is (media_type).</summary>
public enum MediaKind
{
    /// <summary>mp3, aac, ac3, wma, flac, vorbis, opus or wav.</summary>
    Audio = 1,

    /// <summary>jpg, png, bmp or the first picture of a gif.</summary>
    Image = 2,
}

/// <summary>What WeChat would do (suggest).</summary>
public enum ContentSuggestion
{
    Pass,

    /// <summary>Somebody should look at it. Also what a suggestion that is not known yet is taken for.</summary>
    Review,

    Risky,
}

/// <summary>What WeChat says of a text.</summary>
/// <param name="Label">
/// 100 normal, 10001 advertisement, 20001 politics, 20002 pornography, 20003 abuse, 20006 crime, 20008 fraud, 20012 vulgar, 20013 copyright, 21000 other.
/// </param>
/// <param name="TraceId">For WeChat's support.</param>
public sealed record ContentVerdict(ContentSuggestion Suggestion, long Label, string TraceId)
{
    /// <summary>What a suggestion means, also one that is pushed (<c>result.suggest</c>).</summary>
    public static ContentSuggestion SuggestionOf(string suggest) => suggest switch
    {
        "pass" => ContentSuggestion.Pass,
        "risky" => ContentSuggestion.Risky,
        _ => ContentSuggestion.Review,
    };
}

/// <summary>WeChat looks at a file.</summary>
/// <param name="TraceId">Comes back with the verdict.</param>
public sealed record MediaCheck(string TraceId);
