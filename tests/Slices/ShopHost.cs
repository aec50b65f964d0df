using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeCommerce.LocalHost;
using WeCommerce.Shop;
using WeCommerce.Simulator;
using WeCommerce.Slices;
using WeCommerce.Storage;
using WeCommerce.Testing;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace WeCommerce.Slices;

/// <summary>
/// The whole shop over HTTP, on Azurite, with the simulator for WeChat: nothing of ours is replaced but the clock (which a test can put forward),
/// the network to storage (which can lose things) and keys made for the occasion.
/// </summary>
public sealed class ShopHost : IAsyncDisposable
{
    public const string AppId = "wx0123456789abcdef";
    public const string MchId = "1900000001";
    public const string AppSecret = "a secret of this test";

    /// <summary>The shop's official account (公众号): pushes as <c>official</c>, encrypted, in XML.</summary>
    public const string AccountAppId = "wx7777777777777777";
    public const string AccountSecret = "a secret of the account of this test";
    public const string PushToken = "tokenofthistest";

    /// <summary>Its last character has bits that do not count, as WeChat's own have.</summary>
    public const string PushAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    /// <summary>Opens what the shops of this run seal.</summary>
    public static readonly string VaultKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly RSA Merchant = RSA.Create(2048);
    internal static readonly string ApiV3Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private static readonly string MerchantSerialNo = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));

    internal static string MerchantPrivateKeyPem => Merchant.ExportPkcs8PrivateKeyPem();

    private readonly IHost _host;
    private bool _ownsSimulator = true;

    private ShopHost(IHost host, WeChatSimulator simulator, string operatorOpenId, Uri address, MovableTime time, FaultyTransport network, string connectionString)
    {
        OperatorOpenId = operatorOpenId;
        (_host, Simulator, Address, Time, Network, ConnectionString) = (host, simulator, address, time, network, connectionString);
        Http = new HttpClient { BaseAddress = new Uri(address, "api/") };
        WeChat = new HttpClient { BaseAddress = simulator.Address };
    }

    public WeChatSimulator Simulator { get; }

    /// <summary>Who runs the shop.</summary>
    public string OperatorOpenId { get; }

    public Uri Address { get; }

    /// <summary>The clock of the shop and of the simulator.</summary>
    public MovableTime Time { get; }

    /// <summary>The shop's network to storage.</summary>
    public FaultyTransport Network { get; }

    public string ConnectionString { get; }

    public HttpClient Http { get; }

    public HttpClient WeChat { get; }

    public CountingTransport Storage => _host.Services.GetRequiredService<CountingTransport>();

    internal IServiceProvider Services => _host.Services;

    public static async Task<ShopHost> StartAsync(
        Azurite azurite, IReadOnlyDictionary<string, string?>? settings = null, Action<ILoggingBuilder>? logging = null)
    {
        var time = new MovableTime();
        var simulator = await WeChatSimulator.StartAsync(new SimulatorOptions
        {
            Url = "http://127.0.0.1:0",
            Apps = [new SimulatedApp(AppId, AppSecret), new SimulatedApp(AccountAppId, AccountSecret, AppKind.OfficialAccount)],
            MchId = MchId,
            MerchantSerialNo = MerchantSerialNo,
            MerchantPublicKeyPem = Merchant.ExportSubjectPublicKeyInfoPem(),
            ApiV3Key = ApiV3Key,
            Time = time,
        });
        using var phone = new HttpClient { BaseAddress = simulator.Address };
        var keeper = (await Reply.OfAsync(await phone.PostAsJsonAsync("simulator/users", new { nickname = "店主" }))).Json;
        return await StartAsync(simulator, $"{keeper["openId"]}", azurite.NewAccount(), time, settings, logging);
    }

    /// <summary>Another instance of the same shop: the same storage, the same WeChat.</summary>
    public static async Task<ShopHost> StartBesideAsync(
        ShopHost first, IReadOnlyDictionary<string, string?>? settings = null, Action<ILoggingBuilder>? logging = null)
    {
        var second = await StartAsync(first.Simulator, first.OperatorOpenId, first.ConnectionString, first.Time, settings, logging);
        second._ownsSimulator = false;
        return second;
    }

    private static async Task<ShopHost> StartAsync(
        WeChatSimulator simulator,
        string operatorOpenId,
        string connectionString,
        MovableTime time,
        IReadOnlyDictionary<string, string?>? settings,
        Action<ILoggingBuilder>? logging)
    {
        var network = new FaultyTransport();
        var port = Azurite.FreePort();
        var builder = FunctionsApplication.CreateBuilder(["--urls", $"http://127.0.0.1:{port}"]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["Sessions:SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Vault:Keys:k1"] = VaultKey,
            ["Vault:Current"] = "k1",
            ["Operators:OpenIds"] = operatorOpenId,
            ["Limits:RequestsPerMinute"] = "0",
            ["Diagnostics:StorageCalls"] = "true",
            ["Orders:PayWindow"] = "00:30:00",
            ["Payments:NotifyUrl"] = $"http://127.0.0.1:{port}/api/wechat/pay-notify",
            ["WeChat:MiniProgram:Endpoint"] = simulator.Address.ToString(),
            ["WeChat:MiniProgram:Apps:0:AppId"] = AppId,
            ["WeChat:MiniProgram:Apps:0:AppSecret"] = AppSecret,
            ["WeChat:OfficialAccount:Apps:0:AppId"] = AccountAppId,
            ["WeChat:OfficialAccount:Apps:0:AppSecret"] = AccountSecret,
            // Tests run at all hours.
            ["Notices:QuietFrom"] = "00:00",
            ["Notices:QuietTo"] = "00:00",
            ["Pushes:Apps:mini:AppId"] = AppId,
            ["Pushes:Apps:mini:Token"] = PushToken,
            ["Pushes:Apps:mini:EncodingAesKey"] = PushAesKey,
            ["Pushes:Apps:official:AppId"] = AccountAppId,
            ["Pushes:Apps:official:Token"] = PushToken,
            ["Pushes:Apps:official:EncodingAesKey"] = PushAesKey,
            ["Pushes:Apps:official:Format"] = "Xml",
            ["WeChat:Pay:Endpoint"] = simulator.Address.ToString(),
            ["WeChat:Pay:MchId"] = MchId,
            ["WeChat:Pay:MerchantSerialNo"] = MerchantSerialNo,
            ["WeChat:Pay:MerchantPrivateKeyPem"] = Merchant.ExportPkcs8PrivateKeyPem(),
            ["WeChat:Pay:ApiV3Key"] = ApiV3Key,
            ["WeChat:Pay:PublicKeyId"] = simulator.PublicKeyId,
            ["WeChat:Pay:PublicKeyPem"] = simulator.PublicKeyPem,
            ["WeChat:Pay:UsePlatformCertificates"] = "true",
        });
        if (settings is not null)
            builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("WECOMMERCE_TEST_LOGS") is not null)
            builder.Logging.AddConsole();
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.Configure<LocalHostOptions>(o => o.Assemblies.Add(typeof(ShopModule).Assembly));
        builder.Services.PostConfigure<StorageOptions>(o => o.Transport = network);
        builder.AddShop();
        var host = builder.Build();
        await host.StartAsync();
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new ShopHost(host, simulator, operatorOpenId, new Uri(address), time, network, connectionString);
    }

    /// <summary>A shopper with a session.</summary>
    public async Task<Shopper> LogInAsync(string nickname = "李雷")
    {
        var user = await TellWeChatAsync("simulator/users", new { nickname });
        return await LogInAsAsync($"{user["openId"]}");
    }

    /// <summary>The session of a person that WeChat knows by this OpenId.</summary>
    public async Task<Shopper> LogInAsAsync(string openId)
    {
        var code = await TellWeChatAsync("simulator/login-codes", new { openId });
        var session = await Reply.OfAsync(await Http.PostAsJsonAsync("v1/login", new { code = $"{code["code"]}" }));
        session.Expect(200);
        return new Shopper(this, openId, $"{session.Json["token"]}", $"{session.Json["member"]?["memberId"]}");
    }

    public Task<Shopper> LogInAsOperatorAsync() => LogInAsAsync(OperatorOpenId);

    /// <summary>Puts a product with one SKU on sale.</summary>
    /// <returns>The SkuId: new each time, so that tests do not meet.</returns>
    public async Task<string> PutOnSaleAsync(int pieces, long priceFen = 1990)
    {
        var op = await LogInAsOperatorAsync();
        var sku = $"sku-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        (await op.PutAsync($"v1/ops/products/{sku}-spu", new
        {
            title = "明前龙井",
            category = "茶叶",
            skus = new[] { new { skuId = sku, title = "50g", priceFen } },
        })).Expect(200);
        if (pieces > 0)
            (await op.PostAsync($"v1/ops/stock/{sku}", new { delta = pieces, reason = "进货" })).Expect(200);
        return sku;
    }

    /// <summary>What the shop's storage holds of a SKU: the level, and the sum and number of its holds.</summary>
    public async Task<StockSeen> StockOfAsync(string sku)
    {
        var table = new Azure.Data.Tables.TableClient(ConnectionString, "Stock");
        var level = await table.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>(sku, "level");
        var holds = new List<int>();
        await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>(r => r.PartitionKey == sku))
        {
            if (row.RowKey.StartsWith("hold!", StringComparison.Ordinal) && !row.ContainsKey("SoldAt"))
                holds.Add(row.GetInt32("Quantity")!.Value);
        }
        return level.HasValue
            ? new StockSeen(level.Value!.GetInt32("OnHand")!.Value, level.Value.GetInt32("Reserved")!.Value, holds.Sum(), holds.Count)
            : new StockSeen(0, 0, holds.Sum(), holds.Count);
    }

    /// <summary>Effects that are recorded and not done yet, in every table.</summary>
    public async Task<int> EffectsLeftAsync()
    {
        var (service, left) = (new Azure.Data.Tables.TableServiceClient(ConnectionString), 0);
        // What is recorded of the past has none, and there is much of it.
        await foreach (var table in service.QueryAsync(static t => t.Name != "Flights" && t.Name != "Notifies"))
            left += await service.GetTableClient(table.Name).QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'effect!' and RowKey lt 'effect\"'").CountAsync();
        return left;
    }

    public async Task<JsonObject> TellWeChatAsync(string path, object body)
    {
        var reply = await Reply.OfAsync(await WeChat.PostAsJsonAsync(path, body));
        Assert.True(reply.Status is >= 200 and < 300, $"{path}: {reply}");
        return reply.Json;
    }

    /// <summary>Sets up the app's pushes in WeChat's console, which checks the address.</summary>
    public Task SetUpPushesAsync(string mode = "safe", string format = "json") => SetUpPushesAsync("mini", AppId, mode, format);

    /// <summary>Sets up the official account's pushes.</summary>
    public Task SetUpAccountAsync(string mode = "safe") => SetUpPushesAsync("official", AccountAppId, mode, "xml");

    private async Task SetUpPushesAsync(string app, string appId, string mode, string format)
    {
        var settings = new { url = new Uri(Address, $"api/wechat/messages/{app}"), token = PushToken, encodingAesKey = PushAesKey, mode, format };
        var reply = await Reply.OfAsync(await WeChat.PutAsJsonAsync($"simulator/apps/{appId}/push", settings));
        Assert.True(reply.Status == 200, reply.ToString());
    }

    /// <summary>WeChat pushes a message, or an event, with its fields named as they are here.</summary>
    /// <returns>What the shop answered.</returns>
    public async Task<JsonObject> PushAsync(object push)
    {
        var body = JsonSerializer.SerializeToNode(push, JsonSerializerOptions.Default)!.AsObject();
        return await Eventually.SeeAsync(
            async () =>
            {
                var seen = (await Reply.OfAsync(await WeChat.PostAsJsonAsync("simulator/messages", body, JsonSerializerOptions.Default))).Expect(200).Json;
                // Again it is the same push.
                body["createTime"] = seen["pushed"]!["CreateTime"]!.DeepClone();
                if (seen["pushed"]!["MsgId"] is { } id)
                    body["MsgId"] = id.DeepClone();
                return seen;
            },
            seen => seen["status"] is not null,
            "an answer within WeChat's five seconds");
    }

    public async Task BehaveAsync(object behaviour)
    {
        var reply = await Reply.OfAsync(await WeChat.PutAsJsonAsync("simulator/behaviour", behaviour));
        Assert.True(reply.Status is >= 200 and < 300, reply.ToString());
    }

    /// <summary>What WeChat's books hold.</summary>
    public async Task<JsonObject> LedgerAsync() => await WeChat.GetFromJsonAsync<JsonObject>("simulator/ledger") ?? [];

    /// <summary>Runs a queue function with a message, as its queue would.</summary>
    public async Task FireAsync(string function, string input)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var reply = await http.PostAsJsonAsync($"admin/functions/{function}", new { input });
        Assert.Equal(202, (int)reply.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ownsSimulator)
            await Simulator.DisposeAsync();
        Http.Dispose();
        WeChat.Dispose();
    }
}

/// <summary>A SKU's stock as its rows say it.</summary>
public sealed record StockSeen(int OnHand, int Reserved, int Held, int Holds);
