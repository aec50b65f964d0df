using System.Text.RegularExpressions;
using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Links;

/// <summary>What the ways into a mini-program must be (小程序码, URL Scheme, URL Link, Short Link). Which pages exist the simulator does not know.</summary>
internal static partial class LinkRules
{
    private const int LongestPath = 1024;
    private const int LongestScene = 32;
    private const int MostDays = 30;

    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);

    public static ApiAnswer Path => ApiAnswer.Error(40165, "invalid weapp pagepath");

    public static ApiAnswer Query => ApiAnswer.Error(40212, "invalid query");

    public static ApiAnswer? CheckScene(string? scene) =>
        scene is not { Length: >= 1 and <= LongestScene } ? ApiAnswer.Error(40169, "invalid length for scene, or the data is not json string")
        : !SceneForm().IsMatch(scene) ? ApiAnswer.Error(40129, "invalid scene")
        : scene.StartsWith("scancode_time", StringComparison.Ordinal) ? ApiAnswer.Error(85096, "scancode_time is reserved")
        : null;

    /// <summary>The page of a 小程序码: no leading slash, no query; absent is the first page.</summary>
    public static ApiAnswer? CheckPage(string? page) =>
        page is null or "" || (page.Length <= LongestPath && page[0] != '/' && !page.Contains('?')) ? null : ApiAnswer.Error(41030, "invalid page");

    /// <summary>Absent is the first page; a query has its own field.</summary>
    public static ApiAnswer? CheckPath(string? path) => path is null || (path.Length <= LongestPath && !path.Contains('?')) ? null : Path;

    /// <summary>k=v&amp;k=v, or nothing.</summary>
    public static ApiAnswer? CheckQuery(string? query) =>
        query is null or "" ||
        (query.Length <= LongestPath && QueryForm().IsMatch(query) && Array.TrueForAll(query.Split('&'), pair => pair.IndexOf('=', StringComparison.Ordinal) > 0))
            ? null
            : Query;

    public static ApiAnswer? CheckVersion(string? version) =>
        version is null or "release" or "trial" or "develop" ? null : ApiAnswer.Error(85402, "invalid env_version");

    /// <summary>Until when it works; 30 days when nothing is said. Null when it is later than a minute and 30 days allow.</summary>
    public static DateTimeOffset? Until(Expiry expiry, DateTimeOffset now) => expiry switch
    {
        { IsExpire: not true, ExpireType: null, ExpireTime: null, ExpireInterval: null } => now.AddDays(MostDays),
        { ExpireType: null or 0, ExpireTime: { } seconds } when
            seconds > (now + ShortestLife).ToUnixTimeSeconds() && seconds <= now.AddDays(MostDays).ToUnixTimeSeconds() =>
            DateTimeOffset.FromUnixTimeSeconds(seconds),
        { ExpireType: 1, ExpireInterval: >= 1 and <= MostDays and var days } => now.AddDays(days),
        _ => null,
    };

    [GeneratedRegex("^[0-9A-Za-z!#$&'()*+,/:;=?@._~-]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex SceneForm();

    [GeneratedRegex("^[0-9A-Za-z!#$&'()*+,/:;=?@._~%-]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex QueryForm();
}
