// Runs the whole shop on this machine: Azurite, WeChat's servers played by the simulator, the shop itself, and a demo shop to buy from.
//   dotnet run scripts/start.cs [-- --port 7071 --simulator-port 7080 --storage-port 10000 --pay-window 00:01:00 --fresh]
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", ".."));
var local = Path.Combine(root, ".local");
var watch = Stopwatch.StartNew();
var children = new List<Process>();
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var options = Options.Parse(args);
    Directory.CreateDirectory(local);
    if (options.Fresh)
        Forget();
    CheckNode();
    CheckPorts(options);
    InstallAzurite();
    var settings = Settings();

    await BuildAsync();
    var storage = await StartAzuriteAsync(options);
    await StartSimulatorAsync(options, settings);
    var simulator = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{options.SimulatorPort}") };
    var operatorOpenId = await OperatorAsync(simulator);
    await StartShopAsync(options, storage, operatorOpenId);
    var shop = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{options.Port}") };
    Console.WriteLine("Looking at the demo shop …");
    var seeded = await SeedAsync(shop, simulator, operatorOpenId);

    Console.WriteLine($"""

        WeCommerce runs ({watch.Elapsed.TotalSeconds:0.0} s{(seeded > 0 ? $", {seeded} products put in" : "")}).

          the shop        http://127.0.0.1:{options.Port}/api        (products: /api/v1/products, API: /api/openapi.json, page: /api/docs)
          the simulator   http://127.0.0.1:{options.SimulatorPort}            (WeChat's servers and a phone, played: open it in a browser)
          storage         http://127.0.0.1:{options.StoragePort + 1} (queues), http://127.0.0.1:{options.StoragePort + 2} (tables)
          an operator     OpenId {operatorOpenId}
          logs            .local/*.log

        Next, in another terminal:
          dotnet run scripts/demo.cs{(options.IsDefault ? "" : $" -- --port {options.Port} --simulator-port {options.SimulatorPort}")}        two shoppers buy something
          curl http://127.0.0.1:{options.Port}/api/v1/products?q=龙井

        An order waits {options.PayWindow} for its payment here (30 minutes in a real shop). Ctrl-C stops all.
        """);
    await WatchAsync();
    return 0;
}
catch (Trouble trouble)
{
    Console.Error.WriteLine($"\n{trouble.Message}");
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 0;
}
finally
{
    await StopChildrenAsync();
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

// All data, but not the keys: settings that somebody edited stay.
void Forget()
{
    if (Directory.Exists(Path.Combine(local, "azurite")))
        Directory.Delete(Path.Combine(local, "azurite"), recursive: true);
    File.Delete(Path.Combine(local, "simulator-state.json"));
    File.Delete(Path.Combine(local, "operator.txt"));
}

void CheckNode()
{
    try
    {
        var version = Run("node", ["--version"], root).Trim();
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < 20)
            throw new Trouble($"Node {version} is too old for Azurite: install Node 20 or later (https://nodejs.org).");
    }
    catch (System.ComponentModel.Win32Exception)
    {
        throw new Trouble("Node is missing; Azurite (Azure Storage on this machine) needs it. Install Node 20 or later: https://nodejs.org");
    }
}

static void CheckPorts(Options options)
{
    (int Port, string What, string Option)[] wanted =
    [
        (options.Port, "the shop", "--port"),
        (options.SimulatorPort, "the simulator", "--simulator-port"),
        (options.StoragePort, "Azurite's blobs", "--storage-port"),
        (options.StoragePort + 1, "Azurite's queues", "--storage-port (and the next two)"),
        (options.StoragePort + 2, "Azurite's tables", "--storage-port (and the next two)"),
    ];
    foreach (var (port, what, option) in wanted)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.ExclusiveAddressUse = true;
            listener.Start();
        }
        catch (SocketException)
        {
            throw new Trouble($"Port {port}, for {what}, is taken by another program. Stop that program, or choose another port with {option}.");
        }
    }
}

void InstallAzurite()
{
    var folder = Path.Combine(root, "scripts", "azurite");
    var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
    if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        return;

    Console.WriteLine("Installing Azurite (once) …");
    Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit"], folder);
    File.SetLastWriteTimeUtc(installed, DateTime.UtcNow);
}

// The shop's settings and the keys of a merchant that exists on this machine alone. Made once; never committed.
JsonObject Settings()
{
    var path = Path.Combine(root, "local.settings.json");
    if (!File.Exists(path))
    {
        using var merchant = RSA.Create(2048);
        using var platform = RSA.Create(2048);
        var made = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "local.settings.sample.json"))) as JsonObject ?? [];
        var values = made["Values"] as JsonObject ?? throw new Trouble("local.settings.sample.json has no Values.");
        values["Sessions__SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        values["WeChat__MiniProgram__Apps__0__AppSecret"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        values["WeChat__Pay__MerchantSerialNo"] = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        values["WeChat__Pay__MerchantPrivateKeyPem"] = merchant.ExportPkcs8PrivateKeyPem();
        values["WeChat__Pay__ApiV3Key"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        values["WeChat__Pay__PublicKeyPem"] = platform.ExportSubjectPublicKeyInfoPem();
        File.WriteAllText(path, made.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        File.WriteAllText(Path.Combine(local, "platform-key.pem"), platform.ExportPkcs8PrivateKeyPem());
        Console.WriteLine("Made local.settings.json with keys of this machine.");
    }
    var document = JsonNode.Parse(File.ReadAllText(path));
    var settings = document?["Values"] as JsonObject ?? throw new Trouble("local.settings.json has no Values.");
    // Made on its own, so that a file from before there was a vault gets its key too.
    if (string.IsNullOrEmpty(settings["Vault__Current"]?.GetValue<string>()) || settings["Vault__Keys__k1"]?.GetValue<string>() == "")
    {
        settings["Vault__Keys__k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        settings["Vault__Current"] = "k1";
        File.WriteAllText(path, document?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
    if (!File.Exists(Path.Combine(local, "platform-key.pem")))
        throw new Trouble("The simulator's key (.local/platform-key.pem) is gone, so it cannot sign as local.settings.json expects. Delete local.settings.json; both are made anew.");
    return settings;
}

async Task BuildAsync()
{
    Console.WriteLine("Building …");
    foreach (var project in new[] { "functions/Shop", "tests/Simulator" })
        await Task.Run(() => Run("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "-nologo"], root));
}

async Task<string> StartAzuriteAsync(Options options)
{
    Launch("azurite", "node",
        [
            Path.Combine(root, "scripts", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js"),
            "--location", Path.Combine(local, "azurite"), "--silent", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobPort", $"{options.StoragePort}", "--queuePort", $"{options.StoragePort + 1}", "--tablePort", $"{options.StoragePort + 2}",
        ],
        []);
    // The account and key that Azurite publishes for everybody: a name for this machine, no secret.
    const string account = "devstoreaccount1";
    const string key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    await UntilAsync("Azurite", async () => await AnswersAsync(options.StoragePort + 1) && await AnswersAsync(options.StoragePort + 2));
    return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};BlobEndpoint=http://127.0.0.1:{options.StoragePort}/{account};"
        + $"QueueEndpoint=http://127.0.0.1:{options.StoragePort + 1}/{account};TableEndpoint=http://127.0.0.1:{options.StoragePort + 2}/{account};";
}

async Task StartSimulatorAsync(Options options, JsonObject settings)
{
    using var merchant = RSA.Create();
    merchant.ImportFromPem(Text("WeChat__Pay__MerchantPrivateKeyPem"));
    var path = Path.Combine(local, "simulator.json");
    File.WriteAllText(path, new JsonObject
    {
        ["url"] = $"http://127.0.0.1:{options.SimulatorPort}",
        ["apps"] = new JsonArray(new JsonObject { ["appId"] = Text("WeChat__MiniProgram__Apps__0__AppId"), ["appSecret"] = Text("WeChat__MiniProgram__Apps__0__AppSecret") }),
        ["mchId"] = Text("WeChat__Pay__MchId"),
        ["merchantSerialNo"] = Text("WeChat__Pay__MerchantSerialNo"),
        ["merchantPublicKeyPem"] = merchant.ExportSubjectPublicKeyInfoPem(),
        ["apiV3Key"] = Text("WeChat__Pay__ApiV3Key"),
        ["publicKeyId"] = Text("WeChat__Pay__PublicKeyId"),
        ["platformPrivateKeyPem"] = File.ReadAllText(Path.Combine(local, "platform-key.pem")),
        ["statePath"] = Path.Combine(local, "simulator-state.json"),
    }.ToJsonString());
    Launch("simulator", "dotnet", [Path.Combine(root, "tests/Simulator/bin/Release/net10.0/WeCommerce.Simulator.dll"), "--settings", path], []);
    await UntilAsync("the simulator", () => AnswersOkAsync($"http://127.0.0.1:{options.SimulatorPort}/simulator/health"));

    string Text(string name) => settings[name]?.GetValue<string>() ?? throw new Trouble($"local.settings.json has no {name}.");
}

// The one who runs the demo shop: a person of the simulator, remembered between starts.
async Task<string> OperatorAsync(HttpClient simulator)
{
    var path = Path.Combine(local, "operator.txt");
    if (File.Exists(path))
        return File.ReadAllText(path);

    var user = await (await simulator.PostAsJsonAsync("/simulator/users", new { nickname = "店主" })).Content.ReadFromJsonAsync<JsonObject>();
    var openId = user?["openId"]?.GetValue<string>() ?? throw new Trouble("The simulator made no user.");
    File.WriteAllText(path, openId);
    return openId;
}

async Task StartShopAsync(Options options, string storage, string operatorOpenId)
{
    var shop = Path.Combine(root, "functions/Shop/bin/Release/net10.0/WeCommerce.Shop.dll");
    Launch("shop", "dotnet", [shop, "--urls", $"http://127.0.0.1:{options.Port}"], new Dictionary<string, string>
    {
        ["AzureWebJobsStorage"] = storage,
        ["WeChat__Pay__Endpoint"] = $"http://127.0.0.1:{options.SimulatorPort}",
        ["WeChat__MiniProgram__Endpoint"] = $"http://127.0.0.1:{options.SimulatorPort}",
        ["Payments__NotifyUrl"] = $"http://127.0.0.1:{options.Port}/api/wechat/pay-notify",
        ["Orders__PayWindow"] = options.PayWindow,
        ["Operators__OpenIds"] = operatorOpenId,
    });
    await UntilAsync("the shop", () => AnswersOkAsync($"http://127.0.0.1:{options.Port}/api/health/ready"));
}

async Task<int> SeedAsync(HttpClient shop, HttpClient simulator, string operatorOpenId)
{
    var there = await shop.GetFromJsonAsync<JsonObject>("/api/v1/products");
    if (there?["items"] is JsonArray { Count: > 0 })
        return 0;

    var code = await (await simulator.PostAsJsonAsync("/simulator/login-codes", new { openId = operatorOpenId })).Content.ReadFromJsonAsync<JsonObject>();
    var session = await (await shop.PostAsJsonAsync("/api/v1/login", new { code = code?["code"]?.GetValue<string>() })).Content.ReadFromJsonAsync<JsonObject>();
    shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session?["token"]?.GetValue<string>());
    var products = (JsonNode.Parse(File.ReadAllText(Path.Combine(root, "scripts", "demo-shop.json")))?["products"] as JsonArray) ?? [];
    foreach (var product in products.OfType<JsonObject>())
    {
        var skus = (product["skus"] as JsonArray ?? []).OfType<JsonArray>().Select(s => (Id: $"{s[0]}", Title: $"{s[1]}", PriceFen: (long)s[2]!, Pieces: (int)s[3]!)).ToList();
        var body = new JsonObject(product.Where(p => p.Key is not ("spuId" or "skus")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
        {
            ["skus"] = new JsonArray([.. skus.Select(s => new JsonObject { ["skuId"] = s.Id, ["title"] = s.Title, ["priceFen"] = s.PriceFen })]),
        };
        await SendAsync(HttpMethod.Put, $"/api/v1/ops/products/{product["spuId"]}", body, null);
        // The key makes the delivery come in once, however often this runs.
        foreach (var sku in skus)
            await SendAsync(HttpMethod.Post, $"/api/v1/ops/stock/{sku.Id}", new JsonObject { ["delta"] = sku.Pieces, ["reason"] = "演示进货" }, $"demo-{sku.Id}");
    }
    return products.Count;

    async Task SendAsync(HttpMethod method, string path, JsonObject body, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await shop.SendAsync(request, stopping.Token);
        if (!answer.IsSuccessStatusCode)
            throw new Trouble($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}

async Task WatchAsync()
{
    await Task.WhenAny(Task.Delay(Timeout.Infinite, stopping.Token), Task.WhenAny(children.Select(c => c.WaitForExitAsync(stopping.Token))));
    if (!stopping.IsCancellationRequested)
        throw new Trouble($"{Named(children.First(c => c.HasExited))} ended. Its log says:\n{LogEnd(Named(children.First(c => c.HasExited)))}");
    Console.WriteLine("Stopping …");
}

void Launch(string name, string file, string[] arguments, Dictionary<string, string> environment)
{
    var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = root };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    foreach (var (key, value) in environment)
        start.Environment[key] = value;
    start.Environment["WECOMMERCE_PROCESS"] = name;
    var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(local, $"{name}.log"), append: false) { AutoFlush = true });
    var process = Process.Start(start) ?? throw new Trouble($"{file} did not start.");
    process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
    process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    children.Add(process);
}

static string Named(Process process) => process.StartInfo.Environment["WECOMMERCE_PROCESS"] ?? "";

string LogEnd(string name)
{
    using var log = new FileStream(Path.Combine(local, $"{name}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    return string.Join('\n', new StreamReader(log).ReadToEnd().TrimEnd().Split('\n').TakeLast(25));
}

async Task UntilAsync(string what, Func<Task<bool>> good)
{
    var until = Stopwatch.StartNew();
    while (!await good())
    {
        if (children.Find(c => c.HasExited) is { } dead)
            throw new Trouble($"{Named(dead)} ended instead of starting. Its log says:\n{LogEnd(Named(dead))}");
        if (until.Elapsed > TimeSpan.FromSeconds(60))
            throw new Trouble($"{what} did not answer within a minute; see .local/*.log");
        await Task.Delay(100, stopping.Token);
    }
}

static async Task<bool> AnswersAsync(int port)
{
    try
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return true;
    }
    catch (SocketException)
    {
        return false;
    }
}

static async Task<bool> AnswersOkAsync(string url)
{
    try
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        return (await client.GetAsync(url)).IsSuccessStatusCode;
    }
    catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
    {
        return false;
    }
}

// The shop first, so that it can finish what it does; Azurite last: it writes to disk what it has when it is asked to end, not when it is killed.
async Task StopChildrenAsync()
{
    foreach (var child in Enumerable.Reverse(children).Where(c => !c.HasExited))
    {
        if (OperatingSystem.IsWindows())
            child.CloseMainWindow();
        else
            Process.Start("kill", ["-TERM", $"{child.Id}"]).WaitForExit();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
        }
    }
}

static string Run(string file, string[] arguments, string folder)
{
    var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    using var process = Process.Start(start) ?? throw new Trouble($"{file} did not start.");
    var error = process.StandardError.ReadToEndAsync();
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0 ? output : throw new Trouble($"{file} {string.Join(' ', arguments)} failed:\n{output}\n{error.Result}");
}

static string ThisFile([CallerFilePath] string path = "") => path;

internal sealed class Trouble(string message) : Exception(message);

internal sealed record Options(int Port, int SimulatorPort, int StoragePort, string PayWindow, bool Fresh)
{
    private static readonly Options Default = new(7071, 7080, 10000, "00:01:00", Fresh: false);

    public bool IsDefault => Port == Default.Port && SimulatorPort == Default.SimulatorPort;

    public static Options Parse(string[] args)
    {
        var options = Default;
        for (var n = 0; n < args.Length; n++)
        {
            options = args[n] switch
            {
                "--fresh" => options with { Fresh = true },
                "--port" => options with { Port = Number(args, ++n) },
                "--simulator-port" => options with { SimulatorPort = Number(args, ++n) },
                "--storage-port" => options with { StoragePort = Number(args, ++n) },
                "--pay-window" => options with { PayWindow = n + 1 < args.Length && TimeSpan.TryParse(args[++n], out _) ? args[n] : throw new Trouble("--pay-window needs a time such as 00:01:00.") },
                var unknown => throw new Trouble($"Unknown option {unknown}. Options: --port N, --simulator-port N, --storage-port N, --pay-window hh:mm:ss, --fresh (forget all data)."),
            };
        }
        return options;
    }

    private static int Number(string[] args, int n) =>
        n < args.Length && int.TryParse(args[n], out var port) && port is > 0 and < 65534 ? port : throw new Trouble($"{args[n - 1]} needs a port number.");
}
