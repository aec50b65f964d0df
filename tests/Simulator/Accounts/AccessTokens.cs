using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Accounts;

/// <summary>
/// access_token (接口调用凭证) of both endpoints, which do not know each other: a call of one never ends a token of the other.
/// </summary>
internal sealed class AccessTokens(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(7200);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);
    private const int ForcedPerDay = 20;
    private static readonly TimeSpan BetweenForced = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Token> _tokens = [];
    private readonly Dictionary<(string AppId, bool Stable), string> _current = [];
    private readonly Dictionary<string, List<DateTimeOffset>> _forced = [];

    /// <summary>GET /cgi-bin/token: always a new one; the one before works for a short overlap.</summary>
    public IResult Renew(string appId)
    {
        lock (_gate)
            return Answer(Issue(appId, stable: false));
    }

    /// <summary>POST /cgi-bin/stable_token: the current one until its last five minutes; by force a new one, the old dead at once.</summary>
    public IResult Stable(string appId, bool force)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (force)
            {
                if (!MayForce(appId, now))
                    return ApiAnswer.Error(45009, "reach max api daily quota limit");
                foreach (var value in _tokens.Where(t => t.Value.AppId == appId && t.Value.Stable).Select(t => t.Key).ToList())
                    _tokens.Remove(value);
                return Answer(Issue(appId, stable: true));
            }

            var current = _current.GetValueOrDefault((appId, true));
            return current is not null && _tokens[current].ExpiresAt - now > Overlap ? Answer(current) : Answer(Issue(appId, stable: true));
        }
    }

    /// <summary>Null when the token is good for that app's calls, which <paramref name="appId"/> then names.</summary>
    public IResult? Check(string? token, out string appId)
    {
        appId = "";
        if (string.IsNullOrEmpty(token))
            return ApiAnswer.Error(41001, "access_token missing");
        lock (_gate)
        {
            if (!_tokens.TryGetValue(token, out var found))
                return ApiAnswer.Error(40001, "invalid credential, access_token is invalid or not latest");
            if (time.GetUtcNow() >= found.ExpiresAt)
                return ApiAnswer.Error(42001, "access_token expired");
            appId = found.AppId;
            return null;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _tokens.Clear();
            _current.Clear();
            _forced.Clear();
        }
    }

    private string Issue(string appId, bool stable)
    {
        var now = time.GetUtcNow();
        if (_current.TryGetValue((appId, stable), out var old) && _tokens.TryGetValue(old, out var before) &&
            before.ExpiresAt > now + Overlap)
            _tokens[old] = before with { ExpiresAt = now + Overlap };
        var token = WireIds.AccessToken();
        _tokens[token] = new(appId, stable, now + Life);
        return _current[(appId, stable)] = token;
    }

    private ApiAnswer Answer(string token) => ApiAnswer.Ok(new
    {
        access_token = token,
        expires_in = (int)(_tokens[token].ExpiresAt - time.GetUtcNow()).TotalSeconds,
    });

    private bool MayForce(string appId, DateTimeOffset now)
    {
        if (!_forced.TryGetValue(appId, out var times))
            _forced[appId] = times = [];
        times.RemoveAll(at => ChinaTime.At(at).Date != ChinaTime.At(now).Date);
        if (times.Count >= ForcedPerDay || (times.Count > 0 && now - times[^1] < BetweenForced))
            return false;
        times.Add(now);
        return true;
    }

    private sealed record Token(string AppId, bool Stable, DateTimeOffset ExpiresAt);
}
