using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

/// <summary>api.weixin.qq.com for one app, and instances of a shop that share a store.</summary>
internal sealed class MiniWorld : IAsyncDisposable
{
    public const string AppId = "wx1234567890abcdef";
    public const string Secret = "app&secret";

    private readonly List<ServiceProvider> _instances = [];
    private WeChatServer? _server;
    private int _tokens;

    private MiniWorld(FakeTimeProvider time) => (Time, Store) = (time, new MemoryTokenStore(time));

    public FakeTimeProvider Time { get; }

    public MemoryTokenStore Store { get; }

    public WeChatServer Server => _server!;

    /// <summary>Answers everything but stable_token.</summary>
    public Func<Received, Reply> Answer { get; set; } = _ => new Reply(200, "{}");

    /// <summary>Answers stable_token; by default a new token each time.</summary>
    public Func<Task<Reply>>? AnswerToken { get; set; }

    public int TokenRequests => Server.Requests.Count(r => r.Path == "/cgi-bin/stable_token");

    public static async Task<MiniWorld> StartAsync(bool waits = false)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(1767225600);
        var world = new MiniWorld(waits ? new FakeTimeProvider(start) : new EagerTime(start));
        world._server = await WeChatServer.StartAsync(r => r.Path == "/cgi-bin/stable_token"
            ? world.AnswerToken?.Invoke() ?? Task.FromResult(world.NewToken())
            : Task.FromResult(world.Answer(r)));
        return world;
    }

    public Reply NewToken(object? expiresIn = null) =>
        new(200, JsonSerializer.Serialize(new { access_token = $"token-{Interlocked.Increment(ref _tokens).ToString(CultureInfo.InvariantCulture)}", expires_in = expiresIn ?? 7200 }));

    public IServiceProvider Instance()
    {
        var settings = new Dictionary<string, string?>
        {
            ["WeChat:MiniProgram:Endpoint"] = Server.Address.AbsoluteUri,
            ["WeChat:MiniProgram:Apps:0:AppId"] = AppId,
            ["WeChat:MiniProgram:Apps:0:AppSecret"] = Secret,
        };
        var instance = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IAccessTokenStore>(Store)
            .AddLogging()
            .AddWeChatApi()
            .BuildServiceProvider();
        _instances.Add(instance);
        return instance;
    }

    public IMiniProgram Api() => Instance().GetRequiredService<IMiniProgram>();

    public AccessTokens Tokens() => Instance().GetRequiredService<AccessTokens>();

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

/// <summary>A store as tables would be: one row and one lease per app.</summary>
internal sealed class MemoryTokenStore(TimeProvider time) : IAccessTokenStore
{
    private readonly Lock _gate = new();
    private DateTimeOffset _leasedUntil;

    public StoredAccessToken? Token { get; set; }

    public Task<StoredAccessToken?> ReadAsync(string appId, CancellationToken ct) => Task.FromResult(Token);

    public Task<bool> TryLeaseAsync(string appId, TimeSpan duration, CancellationToken ct)
    {
        lock (_gate)
        {
            if (time.GetUtcNow() < _leasedUntil)
                return Task.FromResult(false);
            _leasedUntil = time.GetUtcNow() + duration;
            return Task.FromResult(true);
        }
    }

    public Task SaveAsync(string appId, StoredAccessToken token, CancellationToken ct)
    {
        lock (_gate)
        {
            Token = token;
            _leasedUntil = DateTimeOffset.MinValue;
        }
        return Task.CompletedTask;
    }
}
