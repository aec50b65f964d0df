using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Accounts;

/// <summary>The session_key of each login; a new login replaces the old key.</summary>
internal sealed class SessionKeys
{
    private readonly ConcurrentDictionary<string, string> _byOpenId = new();

    public string Renew(string openId) => _byOpenId[openId] = WireIds.SessionKey();

    /// <summary>What the last login gave the shop; null before the first.</summary>
    public string? Of(string openId) => _byOpenId.GetValueOrDefault(openId);

    /// <summary>signature = hex HMAC-SHA256 of the empty string, keyed with the session_key as text, in either case of hex.</summary>
    public bool Verify(string openId, string signature) =>
        _byOpenId.TryGetValue(openId, out var key) &&
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Array.Empty<byte>()))
            .Equals(signature, StringComparison.OrdinalIgnoreCase);

    public void Clear() => _byOpenId.Clear();
}
