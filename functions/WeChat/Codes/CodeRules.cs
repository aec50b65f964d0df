using System.Buffers;

namespace WeCommerce.WeChat.Codes;

/// <summary>What WeChat's codes and links take.</summary>
public static class CodeRules
{
    /// <summary>What a scene of a mini-program's code is made of (scene, at most 32).</summary>
    public const string SceneCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~";

    public const int MostOfAScene = 32;

    public static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    private static readonly SearchValues<char> Characters = SearchValues.Create(SceneCharacters);

    public static bool IsScene(string? scene) => scene is { Length: > 0 and <= MostOfAScene } && !scene.AsSpan().ContainsAnyExcept(Characters);
}
