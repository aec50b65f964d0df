using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Http;

/// <summary>How sessions are signed.</summary>
internal sealed class SessionOptions
{
    /// <summary>The signing key: base64 of at least 32 random bytes. A secret; there is no default.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>The key before the last change: tokens signed with it stay good until they expire.</summary>
    public string? PreviousSigningKey { get; set; }

    /// <summary>How long a session lasts: 7 days unless set.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(7);

    public IEnumerable<string> Faults()
    {
        if (!IsKey(SigningKey))
        {
            yield return "Sessions__SigningKey is missing or too short: set it to base64 of at least 32 random bytes "
                + "(for example the output of: openssl rand -base64 32).";
        }
        if (!string.IsNullOrEmpty(PreviousSigningKey) && !IsKey(PreviousSigningKey))
            yield return "Sessions__PreviousSigningKey must be base64 of at least 32 random bytes, or empty.";
        if (Lifetime < TimeSpan.FromMinutes(5))
            yield return "Sessions__Lifetime must be at least 00:05:00.";
    }

    private static bool IsKey(string text)
    {
        var bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= 32;
    }
}

/// <summary>Those who run the shop.</summary>
internal sealed class OperatorOptions
{
    /// <summary>Their OpenIds, separated by commas. Looked at with every call: who is taken off the list is out at once.</summary>
    public string OpenIds { get; set; } = "";

    public bool Contains(OpenId openId) => OpenIds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(openId.Value);
}

/// <summary>Makes and reads session tokens: JWT (RFC 7519), HS256, nothing else accepted.</summary>
internal sealed class SessionTokens
{
    private const string Issuer = "wecommerce";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly TimeProvider _time;
    private readonly OperatorOptions _operators;
    private readonly TimeSpan _lifetime;
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _rules;

    public SessionTokens(IOptions<SessionOptions> options, IOptions<OperatorOptions> operators, TimeProvider time)
    {
        (_time, _operators, _lifetime) = (time, operators.Value, options.Value.Lifetime);
        var key = new SymmetricSecurityKey(Convert.FromBase64String(options.Value.SigningKey));
        List<SecurityKey> keys = [key];
        if (!string.IsNullOrEmpty(options.Value.PreviousSigningKey))
            keys.Add(new SymmetricSecurityKey(Convert.FromBase64String(options.Value.PreviousSigningKey)));
        _credentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256);
        _rules = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = true,
            ValidIssuer = Issuer,
            ValidateAudience = false,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } at && _time.GetUtcNow().UtcDateTime < at,
        };
    }

    /// <summary>Makes a token for a member.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Issue(MemberId member, string appId, OpenId openId)
    {
        var now = _time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + _lifetime).ToUnixTimeSeconds());
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity([new("sub", member.Value), new("app", appId), new("oid", openId.Value)]),
            SigningCredentials = _credentials,
        });
        return (token, expires);
    }

    /// <summary>Reads a token; null when it is none of ours, or no longer good.</summary>
    public async Task<(Session Session, bool RenewSoon)?> ReadAsync(string token)
    {
        var verdict = await _handler.ValidateTokenAsync(token, _rules);
        if (!verdict.IsValid || verdict.SecurityToken is not JsonWebToken jwt)
            return null;
        if (!MemberId.TryParse(jwt.Subject, out var member) || !jwt.TryGetPayloadValue("app", out string app)
            || !jwt.TryGetPayloadValue("oid", out string oid) || !OpenId.TryParse(oid, out var openId))
        {
            return null;
        }

        var session = new Session(member, app, openId, _operators.Contains(openId));
        return (session, RenewSoon: jwt.ValidTo - _time.GetUtcNow().UtcDateTime < _lifetime / 2);
    }
}
