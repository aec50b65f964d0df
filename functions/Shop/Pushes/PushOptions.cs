using System.Text.RegularExpressions;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>The apps that WeChat pushes messages for (消息推送), by the name that stands in their address: <c>/api/wechat/messages/{app}</c>.</summary>
internal sealed partial class PushOptions
{
    /// <summary>Names are 1 to 32 of a-z, 0-9 and -.</summary>
    public Dictionary<string, PushAppOptions> Apps { get; set; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Faults() => Apps.SelectMany(a => Name().IsMatch(a.Key)
        ? a.Value.Faults().Select(fault => $"Pushes__Apps__{a.Key}__{fault}")
        : [$"Pushes__Apps__{a.Key}: a name has 1 to 32 of a-z, 0-9 and -."]);

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}

/// <summary>What the console of one app says (消息推送配置): the same here and there.</summary>
internal sealed class PushAppOptions
{
    private const int MostOfAToken = 32;

    public string AppId { get; set; } = "";

    /// <summary>3 to 32 letters and digits.</summary>
    public string Token { get; set; } = "";

    /// <summary>43 characters; needed unless <see cref="Mode"/> is plaintext.</summary>
    public string EncodingAesKey { get; set; } = "";

    /// <summary>Safe (安全模式) unless set.</summary>
    public PushMode Mode { get; set; } = PushMode.Safe;

    /// <summary>JSON unless set; official accounts know XML only.</summary>
    public PushFormat Format { get; set; } = PushFormat.Json;

    public PushSettings ToSettings() => new(Token, EncodingAesKey, AppId, Mode, Format);

    public IEnumerable<string> Faults()
    {
        if (AppId.Length == 0)
            yield return "AppId is missing.";
        if (Token.Length is < 3 or > MostOfAToken || !Token.All(char.IsAsciiLetterOrDigit))
            yield return "Token must be 3 to 32 letters and digits, as in the console.";
        if (Mode != PushMode.Plaintext && !PushCipher.TryReadKey(EncodingAesKey, out _))
            yield return "EncodingAesKey must be the 43 characters of the console.";
    }
}
