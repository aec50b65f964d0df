using System.Buffers;

namespace WeCommerce.WeChat.Codes;

/// <summary>What WeChat's codes and links take.</summary>
public static class CodeRules
{
    /// <summary>What a scene of a mini-program's code is made of (scene, at most 32). No %, so no escaped Chinese.</summary>
    public const string SceneCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~";

    public const int MostOfAScene = 32;

    /// <summary>Of an official account's code: <see cref="ICodes.MakeQrCodeAsync"/>.</summary>
    public const int MostOfAnAccountsScene = 64;

    /// <summary>A page's path, and a link's query.</summary>
    public const int MostOfAPath = 1024;

    public const int LeastWidth = 280;

    public const int MostWidth = 1280;

    public static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    private static readonly SearchValues<char> Characters = SearchValues.Create(SceneCharacters);
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(SceneCharacters + "%");

    public static bool IsScene(string? scene) => scene is { Length: > 0 and <= MostOfAScene } && !scene.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>Without leading /, without query; empty for the first page.</summary>
    public static bool IsPage(string? page) =>
        page is { Length: <= MostOfAPath } && !page.StartsWith('/') && !page.AsSpan().ContainsAny('?', '#', ' ');

    /// <summary><c>k=v&amp;k=v</c>, escaped; empty for none.</summary>
    public static bool IsQuery(string? query) =>
        query is { Length: <= MostOfAPath } && !query.AsSpan().ContainsAnyExcept(QueryCharacters)
        && (query.Length == 0 || query.Split('&').All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0));

    public static bool IsLife(TimeSpan life) => life >= ShortestLife && life <= LongestLife;
}
