using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeCommerce.WeChat.Api;
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
            .AddWeChatApi()
            .BuildServiceProvider();

        await services.GetRequiredService<PayClient>().PrepayAsync(Samples.Prepay, default);
        var (headers, body) = pay.Notify(PayWorld.Envelope(Samples.Transaction));
        await services.GetRequiredService<NotificationReader>().ReadAsync(headers, body, default);
        await services.GetRequiredService<NotificationReader>().ReadAsync(headers with { Nonce = "x" }, body, default);
        await services.GetRequiredService<IMiniProgram>().LoginAsync(MiniWorld.AppId, "login-code", default);
        await services.GetRequiredService<IMiniProgram>().GetPhoneNumberAsync(MiniWorld.AppId, "phone-code", default);
        await services.GetRequiredService<IMiniProgram>().ReportShippingAsync(MiniWorld.AppId, ShippingSamples.Report, default);
        await services.GetRequiredService<IMiniProgram>().ReportShippingAsync(MiniWorld.AppId, ShippingSamples.Report with { TransactionId = "" }, default);
        await services.GetRequiredService<PayClient>().RetryAbnormalRefundAsync(
            new() { RefundId = "1", OutRefundNo = "R1", PayerCard = new("ICBC_DEBIT", "6222020200112233445", "张三") }, default);
        await services.GetRequiredService<PayClient>().DownloadTradeBillAsync(new(2026, 1, 1), default);

        Assert.Contains(log.Lines, l => l.Contains("NOT_ENOUGH", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("BadSignature", StringComparison.Ordinal));
        Assert.Contains(log.Lines, l => l.Contains("40029", StringComparison.Ordinal));
        string[] secrets = ["oUpF8", PayKeyRing.ApiV3Key, "PRIVATE KEY", "secret", "login-code", "phone-code", "token-1", headers.Signature!, "6222", "张三", "189****1234"];
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

    [Fact]
    public async Task Activities_of_shipping_bills_and_refunds_carry_numbers_and_nothing_of_the_payer()
    {
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == WeChatTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var pay = await PayWorld.WithPublicKeyAsync();
        await using var mini = await MiniWorld.StartAsync();

        await mini.Api().ReportShippingAsync(MiniWorld.AppId, ShippingSamples.Report with { TransactionId = "observed1" }, default);
        await mini.Api().FindShippingOrderAsync(MiniWorld.AppId, new PaymentKey.OutTrade("1900007291", "observed2"), default);
        await pay.Client.RefundAsync(Samples.RefundOrder with { OutRefundNo = "observed3" }, default);
        await pay.Client.DownloadFundFlowBillAsync(new(1999, 12, 31), default);

        var tags = new[] { ("transaction_id", "observed1"), ("out_trade_no", "observed2"), ("out_refund_no", "observed3"), ("bill_date", "1999-12-31") };
        var mine = tags.Select(t => Assert.Single(seen, a => Equals(a.GetTagItem($"wechat.{t.Item1}"), t.Item2))).ToList();
        Assert.Equal(
            ["wechat.mini.report_shipping", "wechat.mini.find_shipping_order", "wechat.pay.refund", "wechat.pay.fund_flow_bill"],
            mine.Select(a => a.OperationName));
        Assert.All(mine.SelectMany(a => a.TagObjects), t => Assert.DoesNotContain("oUpF8", $"{t.Value}", StringComparison.Ordinal));
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
