using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Accounts;

/// <summary>The session_key of each login; a new login replaces the old key.</summary>
internal sealed class SessionKeys(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Login> _byOpenId = new();

    public string Renew(string openId) => (_byOpenId[openId] = new(WireIds.SessionKey(), time.GetUtcNow())).SessionKey;

    /// <summary>What the last login gave the shop; null before the first.</summary>
    public string? Of(string openId) => _byOpenId.GetValueOrDefault(openId)?.SessionKey;

    /// <summary>When it was; null before the first.</summary>
    public DateTimeOffset? LastLogin(string openId) => _byOpenId.GetValueOrDefault(openId)?.At;

    /// <summary>signature = hex HMAC-SHA256 of the empty string, keyed with the session_key as text, in either case of hex.</summary>
    public bool Verify(string openId, string signature) =>
        _byOpenId.TryGetValue(openId, out var login) &&
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(login.SessionKey), Array.Empty<byte>()))
            .Equals(signature, StringComparison.OrdinalIgnoreCase);

    public void Clear() => _byOpenId.Clear();

    private sealed record Login(string SessionKey, DateTimeOffset At);
}
