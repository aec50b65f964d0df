using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WeCommerce.Simulator.Pushes;

/// <summary>What the console of an app says about its pushes (消息推送配置).</summary>
/// <param name="Mode">plaintext, compatible or safe.</param>
/// <param name="Format">json or xml.</param>
internal sealed record PushSettings(string Url, string Token, string EncodingAesKey, string Mode = "safe", string Format = "json")
{
    public bool Encrypts => Mode is "compatible" or "safe";

    public byte[] Key => Convert.FromBase64String(EncodingAesKey + "=");

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Fault() =>
        !Uri.TryCreate(Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") ? "url must be an http address."
        : Token.Length is < 3 or > 32 ? "token must have 3 to 32 characters."
        : Mode is not ("plaintext" or "compatible" or "safe") ? "mode must be plaintext, compatible or safe."
        : Format is not ("json" or "xml") ? "format must be json or xml."
        : Encrypts && EncodingAesKey.Length != 43 ? "encodingAesKey must have 43 characters."
        : null;
}

/// <summary>The consoles of all apps: they stay as they are when all else is forgotten. What is put in is checked as WeChat does: the address must give back an echostr.</summary>
internal sealed class PushConsole(SimulatorOptions options, PushPost post, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, PushSettings> _settings = new(StringComparer.Ordinal);

    public PushSettings? Find(string appId) => _settings.GetValueOrDefault(appId);

    /// <returns>Why not; null when it is put in.</returns>
    public async Task<string?> PutAsync(string appId, PushSettings settings, CancellationToken ct)
    {
        if (settings.Fault() is { } fault)
            return fault;
        if (settings.Format == "json" && options.App(appId)?.Kind == AppKind.OfficialAccount)
            return "An official account's pushes are XML.";

        var (echo, nonce) = (RandomNumberGenerator.GetHexString(19, lowercase: true), $"{RandomNumberGenerator.GetInt32(int.MaxValue)}");
        var stamp = $"{time.GetUtcNow().ToUnixTimeSeconds()}";
        var query = $"signature={PushWire.Sign(settings.Token, stamp, nonce)}&timestamp={stamp}&nonce={nonce}&echostr={echo}";
        var answer = await post.SendAsync(HttpMethod.Get, $"{settings.Url}?{query}", [], "", ct);
        if (answer is not { Status: 200 } || answer.Body != echo)
            return $"The address did not give back the echostr: {(answer.Status is { } status ? $"{status}" : answer.Error)}.";

        _settings[appId] = settings;
        return null;
    }
}
