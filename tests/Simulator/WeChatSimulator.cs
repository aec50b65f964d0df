using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Bills;
using WeCommerce.Simulator.Books;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Notifies;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Play;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator;

/// <summary>
/// Plays WeChat's servers, api.weixin.qq.com and api.mch.weixin.qq.com, on one loopback address, with real signatures and real encryption.
/// The paths under /simulator are for the person or the test that plays.
/// </summary>
public sealed class WeChatSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PlatformKeys _keys;
    private readonly Schedule _schedule;

    private WeChatSimulator(WebApplication app)
    {
        _app = app;
        _keys = app.Services.GetRequiredService<PlatformKeys>();
        _schedule = app.Services.GetRequiredService<Schedule>();
    }

    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>The way in when it listens nowhere (<see cref="SimulatorOptions.InProcess"/>).</summary>
    /// <exception cref="InvalidOperationException">It listens on an address.</exception>
    public HttpMessageHandler Handler => _app.Services.GetRequiredService<IServer>() is InProcessServer server
        ? new InProcessHandler(server)
        : throw new InvalidOperationException("This simulator listens on an address.");

    /// <summary>The id of the WeChat Pay public key (微信支付公钥ID).</summary>
    public string PublicKeyId => _keys.PublicKey.Serial;

    /// <summary>The WeChat Pay public key (微信支付公钥).</summary>
    public string PublicKeyPem => _keys.PublicKey.PublicKeyPem;

    /// <summary>The serial number of the newest platform certificate (平台证书).</summary>
    public string PlatformSerialNo => _keys.Certificates[^1].SerialNo;

    /// <summary>The newest platform certificate.</summary>
    public string PlatformCertificatePem => _keys.Certificates[^1].CertificatePem;

    /// <exception cref="ArgumentException">The options are incomplete; the message lists all that is wrong.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    public static async Task<WeChatSimulator> StartAsync(SimulatorOptions options, CancellationToken ct = default)
    {
        if (options.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));

        var app = Build(options);
        try
        {
            await app.StartAsync(ct);
            // Only now: where the address is taken, the file is most likely another simulator's.
            app.Services.GetRequiredService<StateFile>().Watch();
            app.Services.GetRequiredService<RefundClock>().Resume();
            app.Services.GetRequiredService<ShippingClock>().Resume();
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>When nothing is under way: every notify has been answered, or waits for its time on the options' clock.</summary>
    public Task SettledAsync() => _schedule.SettledAsync();

    /// <summary>Until the process is told to stop.</summary>
    public Task WaitForStopAsync(CancellationToken ct = default) => _app.WaitForShutdownAsync(ct);

    /// <summary>Stops listening and notifying, and writes the state file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _schedule.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(SimulatorOptions options)
    {
        // Empty: no appsettings, environment or log provider of whoever hosts the simulator gets a say.
        var builder = WebApplication.CreateEmptyBuilder(new());
        if (options.InProcess)
            builder.Services.AddSingleton<IServer, InProcessServer>();
        else
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRoutingCore();
        AddParts(builder.Services, options);

        var app = builder.Build();
        // Kestrel takes a free port on an address only, not on a name.
        if (!options.InProcess)
            app.Urls.Add(options.Url.Replace("//localhost:0", "//127.0.0.1:0", StringComparison.OrdinalIgnoreCase));
        var services = app.Services;
        app.Use(next => context => CallLog.InvokeAsync(context, next, options.Log));
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/simulator", StringComparison.Ordinal) && context.Request.Path != "/",
            wechat => wechat.Use(next => context => services.GetRequiredService<Faults>().InvokeAsync(context, next)));
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/v3", StringComparison.Ordinal),
            pay => pay.Use(next => context => services.GetRequiredService<MerchantGate>().InvokeAsync(context, next)));
        app.UseRouting();
        services.GetRequiredService<AccountEndpoints>().Map(app);
        services.GetRequiredService<PayEndpoints>().Map(app);
        services.GetRequiredService<BillEndpoints>().Map(app);
        services.GetRequiredService<ShippingEndpoints>().Map(app);
        services.GetRequiredService<UserEndpoints>().Map(app);
        services.GetRequiredService<PaymentEndpoint>().Map(app);
        services.GetRequiredService<ReceiptEndpoint>().Map(app);
        services.GetRequiredService<LedgerEndpoints>().Map(app);
        services.GetRequiredService<NotifyEndpoints>().Map(app);
        services.GetRequiredService<PushEndpoints>().Map(app);
        services.GetRequiredService<MessageEndpoints>().Map(app);
        services.GetRequiredService<FollowerEndpoints>().Map(app);
        services.GetRequiredService<CodeEndpoints>().Map(app);
        services.GetRequiredService<SafetyEndpoints>().Map(app);
        services.GetRequiredService<ActionEndpoints>().Map(app);
        services.GetRequiredService<ControlEndpoints>().Map(app);
        return app;
    }

    private static void AddParts(IServiceCollection services, SimulatorOptions options)
    {
        var saved = StateFile.Read(options.StatePath);
        services.AddSingleton(options).AddSingleton(options.Time);
        services.AddSingleton(_ => new PlatformKeys(saved?.Keys, options));
        services.AddSingleton(_ =>
        {
            var people = new People(options);
            people.Load(saved?.People ?? []);
            return people;
        });
        services.AddSingleton(provider =>
        {
            var trades = new Trades(options.Time, provider.GetRequiredService<CurrentBehaviour>());
            if (saved is not null)
                trades.Load(saved.Books);
            return trades;
        });
        services.AddSingleton<StateFile>().AddSingleton(_ => new CurrentBehaviour(saved?.BalanceFen)).AddSingleton<Schedule>();
        services.AddSingleton<Faults>().AddSingleton<MerchantSignature>().AddSingleton<MerchantGate>();
        services.AddSingleton<AccessTokens>().AddSingleton<LoginCodes>().AddSingleton<PhoneCodes>().AddSingleton<SessionKeys>();
        services.AddSingleton<PushPost>().AddSingleton<PushConsole>().AddSingleton<Pusher>().AddSingleton<PushEndpoints>();
        services.AddSingleton<NotifyPost>().AddSingleton<Notifier>().AddSingleton<RefundClock>();
        services.AddSingleton(provider =>
        {
            var shipments = ActivatorUtilities.CreateInstance<Shipments>(provider);
            shipments.Load(saved?.Shipments ?? []);
            return shipments;
        });
        services.AddSingleton(provider =>
        {
            var outbox = new Outbox(options.Time);
            outbox.Load(saved?.Outbox ?? []);
            return outbox;
        });
        services.AddSingleton(_ =>
        {
            var relations = new Relations(options.Time);
            relations.Load(saved?.Relations ?? []);
            return relations;
        });
        services.AddSingleton<ApiRoutes>().AddSingleton<MessageEndpoints>().AddSingleton<FollowerEndpoints>().AddSingleton<CodeEndpoints>();
        services.AddSingleton<SafetyEndpoints>().AddSingleton<ActionEndpoints>();
        services.AddSingleton<ShippingClock>().AddSingleton<ShippingEndpoints>().AddSingleton<ReceiptEndpoint>();
        services.AddSingleton<BillFiles>().AddSingleton<BillEndpoints>();
        services.AddSingleton<AccountEndpoints>().AddSingleton<PayEndpoints>().AddSingleton<UserEndpoints>();
        services.AddSingleton<PaymentEndpoint>().AddSingleton<LedgerEndpoints>().AddSingleton<NotifyEndpoints>().AddSingleton<ControlEndpoints>();
    }
}
