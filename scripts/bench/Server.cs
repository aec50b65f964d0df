using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.Bench;

internal enum Side
{
    Shop,

    /// <summary>The least code that does the same: see <see cref="Floor.FloorServer"/>.</summary>
    Floor,
}

/// <summary>
/// The shop or the floor in a process of its own. It is started and warmed up once, as a server that has run for a while;
/// its storage, goods and buyers are new in each cell.
/// </summary>
internal sealed partial class Server : IDisposable
{
    private const int Clients = 16;

    private readonly World _world;
    private readonly Side _side;
    private readonly Child _child;
    private readonly HttpClient _http;
    private readonly AzuritePorts _ports = AzuritePorts.Free();
    private Azurite? _azurite;
    private IReadOnlyList<Buyer> _buyers = [];
    private Buyer? _keeper;
    private long _ownCalls;
    private int _opened;

    private Server(World world, Side side, bool withQueues, Action<string>? onLine)
    {
        (_world, _side) = (world, side);
        var address = new Uri($"http://127.0.0.1:{Children.FreePort()}/");
        var settings = world.Merchant.Settings(world.WeChat, address);
        // The same garbage collector for both.
        settings["DOTNET_gcServer"] = "0";
        if (side == Side.Shop)
        {
            settings["AzureWebJobsScriptRoot"] = world.ScriptRoot;
            settings["AzureWebJobsStorage"] = withQueues ? Azurite.ConnectionOf(_ports) : Azurite.IdleConnectionOf(_ports);
            settings["AzureWebJobsStorage__ConnectionString"] = Azurite.ConnectionOf(_ports);
            settings["Sessions__SigningKey"] = Convert.ToBase64String(Encoding.ASCII.GetBytes("a signing key of this run, for no session"));
            settings["Vault__Keys__k1"] = Convert.ToBase64String(SHA256.HashData("a vault key of this run, for no address"u8));
            settings["Vault__Current"] = "k1";
            settings["Operators__OpenIds"] = world.OperatorOpenId;
            settings["Orders__PayWindow"] = "00:30:00";
            settings["Pushes__Apps__mini__AppId"] = Merchant.AppId;
            settings["Pushes__Apps__mini__Token"] = SignedPush.Token;
            settings["Pushes__Apps__mini__EncodingAesKey"] = SignedPush.EncodingAesKey;
            // Limits are on, but out of reach.
            settings["Limits__RequestsPerMinute"] = "1000000";
            settings["Diagnostics__StorageCalls"] = "true";
        }
        else
        {
            settings["AzureWebJobsStorage"] = Azurite.ConnectionOf(_ports);
        }
        string[] arguments = side == Side.Shop ? [world.Built("functions", "Shop")] : [typeof(Server).Assembly.Location, "--floor"];
        _child = Children.Start($"the {side}", "dotnet", [.. arguments, "--urls", address.AbsoluteUri], settings, onLine);
        _http = new HttpClient { BaseAddress = address };
    }

    /// <summary>Storage calls that the shop made for the requests sent so far, as its answers say.</summary>
    public long OwnCalls => Interlocked.Read(ref _ownCalls);

    public Azurite Storage => _azurite ?? throw new InvalidOperationException("The server is not open yet.");

    public Merchant Merchant => _world.Merchant;

    public TimeSpan Cpu => _child.Cpu;

    /// <summary>A SKU of this opening: what a server remembers of earlier storage concerns others.</summary>
    public string SkuOf(int n) => $"tea-{_opened}-{n}";

    /// <param name="withQueues">Whether what follows from requests is done, too: the shop's queue triggers listen.</param>
    /// <param name="onLine">Told of every line that the server writes.</param>
    public static async Task<Server> StartAsync(World world, Side side, bool withQueues = false, Action<string>? onLine = null)
    {
        var server = new Server(world, side, withQueues, onLine);
        server._azurite = await Azurite.StartAsync(world.Root, server._ports);
        await server._child.UntilAsync(() => World.IsWellAsync(new Uri(server._http.BaseAddress ?? world.WeChat, "api/health/ready")));
        if (!withQueues)
            await server.WarmUpAsync();
        return server;
    }

    /// <summary>Opens with empty storage: puts SKUs on sale, with so many pieces each, and lets buyers in.</summary>
    public async Task OpenAsync(IReadOnlyList<int> pieces, int buyers)
    {
        _azurite?.Dispose();
        _azurite = await Azurite.StartAsync(_world.Root, _ports);
        await PutInAsync(pieces, buyers);
    }

    /// <summary>Puts SKUs on sale and lets buyers in, whatever is in storage already.</summary>
    public async Task PutInAsync(IReadOnlyList<int> pieces, int buyers)
    {
        _opened++;
        var goods = pieces.Select((p, n) => (Sku: SkuOf(n), Pieces: p)).ToList();
        var people = await _world.PeopleAsync(buyers);
        if (_side == Side.Floor)
        {
            await Floor.FloorRows.PutInAsync(Storage.ConnectionString, goods);
            _buyers = [.. people.Select(openId => new Buyer(openId, $"{Floor.FloorRows.NewId(13)} {openId}"))];
            return;
        }

        _keeper = await LogInAsync(_world.OperatorOpenId);
        await PutProductAsync($"tea-{_opened}", [.. goods.Select(g => g.Sku)]);
        await Parallel.ForEachAsync(goods, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (g, _) =>
            await OperateAsync(HttpMethod.Post, $"api/v1/ops/stock/{g.Sku}", new { delta = g.Pieces, reason = "进货" }));
        var members = new Buyer[buyers];
        await Parallel.ForAsync(0, buyers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) => members[n] = await LogInAsync(people[n]));
        _buyers = members;
    }

    public void Dispose()
    {
        _http.Dispose();
        _child.Dispose();
        _azurite?.Dispose();
    }

    // Until the runtime has compiled all of it for good, which takes some seconds of both cores.
    private async Task WarmUpAsync()
    {
        for (var times = 0; times < 2; times++)
        {
            await OpenAsync([.. Enumerable.Repeat(100_000, Clients)], Clients);
            await Races.WarmUpAsync(this, Clients, 600);
        }
    }
}
