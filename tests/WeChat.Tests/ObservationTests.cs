using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeCommerce.WeChat.MiniProgram;
using WeCommerce.WeChat.Pay;
using WeCommerce.WeChat.Tests.MiniProgram;
using WeCommerce.WeChat.Tests.Pay;

namespace WeCommerce.WeChat.Tests;

public sealed class ObservationTests
{
    [Fact]
    public async Task Logs_hold_codes_and_ids_and_no_secret_or_person()
    {
        using var log = new Log();
        await using var pay = await PayWorld.WithCertificatesAsync();
        await using var mini = await MiniWorld.StartAsync();
        pay.Answer = _ => new Reply(403, """{"code":"NOT_ENOUGH","message":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}""");
        mini.Answer = _ => new Reply(200, """{"errcode":40029,"errmsg":"invalid code rid: 1"}""");
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(PayWorld.Settings())
            {
                ["WeChat:Pay:Endpoint"] = pay.Server.Address.AbsoluteUri,
                ["WeChat:MiniProgram:Endpoint"] = mini.Server.Address.AbsoluteUri,
                ["WeChat:MiniProgram:Apps:0:AppId"] = MiniWorld.AppId,
                ["WeChat:MiniProgram:Apps:0:AppSecret"] = MiniWorld.Secret,
            }).Build())
            .AddSingleton<TimeProvider>(pay.Time)
            .AddSingleton<IAccessTokenStore>(mini.Store)
            .AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddWeChatPay()
            .AddWeChatMiniProgram()
            .BuildServiceProvider();

        await services.GetRequiredService<PayClient>().PrepayAsync(Samples.Prepay, default);
        var (headers, body) = pay.Notify(PayWorld.Envelope(Samples.Transaction));
        await services.GetRequiredService<NotificationReader>().ReadAsync(headers, body, default);
        await services.GetRequiredService<NotificationReader>().ReadAsync(headers with { Nonce = "x" }, body, default);
        await services.GetRequiredService<IMiniProgram>().LoginAsync(MiniWorld.AppId, "login-code", default);
        await services.GetRequiredService<IMiniProgram>().GetPhoneNumberAsync(MiniWorld.AppId, "phone-code", default);

        Assert.Contains(log.Lines, l => l.Contains("NOT_ENOUGH", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("BadSignature", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("40029", StringComparison.Ordinal));
        string[] secrets = ["oUpF8", PayKeyRing.ApiV3Key, "PRIVATE KEY", "secret", "login-code", "phone-code", "token-1", headers.Signature!];
        Assert.All(secrets, s => Assert.DoesNotContain(log.Lines, l => l.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_call_is_one_activity_that_names_the_order()
    {
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WeChatTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var world = await PayWorld.WithPublicKeyAsync();

        await world.Client.QueryAsync("observed-order-1", default);

        var activity = Assert.Single(seen, a => Equals(a.GetTagItem("wechat.out_trade_no"), "observed-order-1"));
        Assert.Equal(("wechat.pay.query", ActivityKind.Client, ActivityStatusCode.Error), (activity.OperationName, activity.Kind, activity.Status));
    }

    private sealed class Log : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{eventId.Id} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
