using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Api;

/// <summary>
/// The access token of each app (获取稳定版接口调用凭据): from memory, else from the store, else from WeChat by the one instance that
/// holds the lease. Renewed five minutes before it expires, while the old one still works.
/// </summary>
public sealed class AccessTokens
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly IAccessTokenStore _store;
    private readonly ApiTransport _transport;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lease;
    private readonly ConcurrentDictionary<string, AppToken> _apps = new();

    internal AccessTokens(IAccessTokenStore store, ApiTransport transport, IOptions<MiniProgramOptions> options, TimeProvider time)
    {
        _store = store;
        _transport = transport;
        _time = time;
        // Whoever holds it needs no longer for its one call; if it dies, nobody waits for long.
        _lease = options.Value.Timeout;
    }

    /// <summary>A token that WeChat takes, as far as is known; or why there is none.</summary>
    public async ValueTask<ApiAnswer<StoredAccessToken>> GetAsync(string appId, CancellationToken ct)
    {
        var app = _apps.GetOrAdd(appId, _ => new AppToken());
        if (app.Current is { } current && _time.GetUtcNow() < current.RenewAt)
            return current.Token;
        await app.Gate.WaitAsync(ct);
        try
        {
            return app.Current is { } meanwhile && _time.GetUtcNow() < meanwhile.RenewAt
                ? meanwhile.Token
                : await ObtainAsync(appId, app, ct);
        }
        finally
        {
            app.Gate.Release();
        }
    }

    /// <summary>WeChat refused a token: the next <see cref="GetAsync"/> brings another, unless another has already taken its place.</summary>
    public async ValueTask DropAsync(string appId, string refused, CancellationToken ct)
    {
        var app = _apps.GetOrAdd(appId, _ => new AppToken());
        await app.Gate.WaitAsync(ct);
        try
        {
            if (app.Current is { } current && current.Token.Value != refused)
                return;
            app.Current = null;
            app.Refused = refused;
        }
        finally
        {
            app.Gate.Release();
        }
    }

    private async Task<ApiAnswer<StoredAccessToken>> ObtainAsync(string appId, AppToken app, CancellationToken ct)
    {
        var giveUp = _time.GetUtcNow() + _lease + PollInterval;
        while (true)
        {
            var stored = await _store.ReadAsync(appId, ct);
            var now = _time.GetUtcNow();
            if (stored?.Value == app.Refused)
                stored = null;
            if (stored is not null && now < stored.ExpiresAt - Margin)
                return app.Keep(stored, stored.ExpiresAt - Margin);
            if (await _store.TryLeaseAsync(appId, _lease, ct))
                return await FetchAsync(appId, app, ct);
            // Somebody else renews it; until that is done the old one works, so nobody has to wait.
            if (stored is not null && now < stored.ExpiresAt)
                return stored;
            if (now >= giveUp)
                return new ApiFailure(ApiFailureKind.TryAgain, 0, "another instance renews the access token");
            await Task.Delay(PollInterval, _time, ct);
        }
    }

    private async Task<ApiAnswer<StoredAccessToken>> FetchAsync(string appId, AppToken app, CancellationToken ct)
    {
        // The lease may have come free because somebody has just saved one.
        var now = _time.GetUtcNow();
        if (await _store.ReadAsync(appId, ct) is { } stored && stored.Value != app.Refused && now < stored.ExpiresAt - Margin)
            return app.Keep(stored, stored.ExpiresAt - Margin);
        var answer = await _transport.StableTokenAsync(appId, ct);
        if (!answer.TryGet(out var token, out _))
            return answer;
        await _store.SaveAsync(appId, token, ct);
        // In its last five minutes WeChat may give the same token once more: ask again in a minute, not at every call.
        var renewAt = token.ExpiresAt - Margin;
        var soon = _time.GetUtcNow() + TimeSpan.FromMinutes(1);
        return app.Keep(token, renewAt > soon ? renewAt : soon);
    }

    private sealed class AppToken
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public volatile Held? Current;

        /// <summary>A token that the store may still hold although WeChat no longer takes it.</summary>
        public string? Refused;

        public StoredAccessToken Keep(StoredAccessToken token, DateTimeOffset renewAt)
        {
            Current = new Held(token, renewAt);
            Refused = null;
            return token;
        }
    }

    private sealed record Held(StoredAccessToken Token, DateTimeOffset RenewAt);
}
