using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Bench;

/// <summary>What all cells share: the merchant, WeChat (the simulator), and people who shop.</summary>
internal sealed class World : IDisposable
{
    private readonly List<string> _people = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("wecommerce-bench-").FullName;
    private readonly HttpClient _phone;

    private World(string root)
    {
        Root = root;
        // The folder holds keys, if only of this run: it goes however the run ends.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DeleteFolder();
        var settings = Path.Combine(_folder, "simulator.json");
        WeChat = new Uri($"http://127.0.0.1:{Children.FreePort()}/");
        File.WriteAllText(settings, Merchant.SimulatorSettings(WeChat.AbsoluteUri).ToJsonString());
        // The shop reads host.json from here: as it is shipped, without a developer's local.settings.json beside it.
        File.Copy(Path.Combine(root, "host.json"), Path.Combine(_folder, "host.json"));
        Simulator = Children.Start("the simulator", "dotnet", [Built("tests", "Simulator"), "--settings", settings], new Dictionary<string, string>());
        _phone = new HttpClient { BaseAddress = WeChat };
    }

    public string Root { get; }

    public Merchant Merchant { get; } = new();

    public Uri WeChat { get; }

    public Child Simulator { get; }

    /// <summary>Who runs the shop.</summary>
    public string OperatorOpenId { get; private set; } = "";

    /// <summary>The folder of host.json.</summary>
    public string ScriptRoot => _folder;

    public static async Task<World> StartAsync(string root)
    {
        var world = new World(root);
        await world.Simulator.UntilAsync(() => IsWellAsync(new Uri(world.WeChat, "simulator/health")));
        world.OperatorOpenId = await world.NewPersonAsync();
        return world;
    }

    public string Built(params string[] project)
    {
        var path = Path.Combine([Root, .. project, "bin", "Release", "net10.0", $"WeCommerce.{project[^1]}.dll"]);
        return File.Exists(path) ? path : throw new Trouble($"{path} is not there. Start the benchmark with: dotnet run scripts/bench.cs (it builds what it needs).");
    }

    /// <summary>OpenIds of people whom WeChat knows; the same ones each time.</summary>
    public async Task<IReadOnlyList<string>> PeopleAsync(int count)
    {
        while (_people.Count < count)
            _people.Add(await NewPersonAsync());
        return _people[..count];
    }

    /// <summary>What <c>wx.login</c> would give this person's phone.</summary>
    public async Task<string> LoginCodeAsync(string openId) => await TellAsync("simulator/login-codes", new { openId }, "code");

    /// <summary>The buyer's thumb: WeChat tells the shop.</summary>
    public Task PayAsync(Placed order) => TellAsync("simulator/payments", new { package = order.Package, openId = order.OpenId }, "transactionId");

    /// <summary>How often WeChat has told the shop something.</summary>
    public async Task<int> NotifiesAsync()
    {
        var json = await _phone.GetFromJsonAsync<JsonObject>("simulator/notifies");
        return json?["notifies"]?.AsArray().Sum(n => n?["deliveries"]?.AsArray().Count ?? 0) ?? 0;
    }

    public static async Task<bool> IsWellAsync(Uri address)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            return (await client.GetAsync(address)).IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        Simulator.Dispose();
        _phone.Dispose();
        DeleteFolder();
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private Task<string> NewPersonAsync() => TellAsync("simulator/users", new { nickname = "李雷" }, "openId");

    private async Task<string> TellAsync(string path, object body, string wanted)
    {
        using var answer = await _phone.PostAsJsonAsync(path, body);
        var json = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return json?[wanted]?.GetValue<string>() ?? throw new Trouble($"The simulator answered {path} with {(int)answer.StatusCode} {json}");
    }
}
