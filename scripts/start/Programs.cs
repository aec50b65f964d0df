using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace WeCommerce.Start;

/// <summary>Starts what a shop needs on one machine: Azurite, WeChat's servers played, the shop itself.</summary>
public sealed class Programs(Machine machine, LocalFiles files, Children children, Options options)
{
    // The account and key that Azurite publishes for everybody: a name for this machine, no secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private string Storage =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{options.StoragePort}/{Account};"
        + $"QueueEndpoint=http://127.0.0.1:{options.QueuePort}/{Account};TableEndpoint=http://127.0.0.1:{options.TablePort}/{Account};";

    public async Task StartAzuriteAsync()
    {
        children.Launch("azurite", "node",
            [
                machine.Azurite, "--location", files.Azurite, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{options.StoragePort}", "--queuePort", $"{options.QueuePort}", "--tablePort", $"{options.TablePort}",
            ]);
        await children.UntilAsync("Azurite", async () => await Children.AnswersAsync(options.QueuePort) && await Children.AnswersAsync(options.TablePort));
    }

    public async Task StartSimulatorAsync(JsonObject settings)
    {
        using var merchant = RSA.Create();
        merchant.ImportFromPem(Text("WeChat__Pay__MerchantPrivateKeyPem"));
        var path = Path.Combine(files.Folder, "simulator.json");
        await File.WriteAllTextAsync(path, new JsonObject
        {
            ["url"] = options.Simulator.GetLeftPart(UriPartial.Authority),
            ["apps"] = new JsonArray(
                App("WeChat__MiniProgram", "MiniProgram"), App("WeChat__OfficialAccount", "OfficialAccount")),
            ["mchId"] = Text("WeChat__Pay__MchId"),
            ["merchantSerialNo"] = Text("WeChat__Pay__MerchantSerialNo"),
            ["merchantPublicKeyPem"] = merchant.ExportSubjectPublicKeyInfoPem(),
            ["apiV3Key"] = Text("WeChat__Pay__ApiV3Key"),
            ["publicKeyId"] = Text("WeChat__Pay__PublicKeyId"),
            ["platformPrivateKeyPem"] = await File.ReadAllTextAsync(files.PlatformKey),
            ["statePath"] = files.SimulatorState,
        }.ToJsonString());
        children.Launch("simulator", "dotnet", [machine.Built("tests", "Simulator"), "--settings", path]);
        await children.UntilAsync("the simulator", () => Children.IsWellAsync(new Uri(options.Simulator, "simulator/health")));

        JsonObject App(string section, string kind) =>
            new() { ["appId"] = Text($"{section}__Apps__0__AppId"), ["appSecret"] = Text($"{section}__Apps__0__AppSecret"), ["kind"] = kind };

        string Text(string name) => settings[name]?.GetValue<string>() ?? throw new Trouble($"local.settings.json has no {name}.");
    }

    /// <summary>The one who runs the demo shop: a person of the simulator, remembered between starts.</summary>
    public async Task<string> OperatorAsync()
    {
        if (File.Exists(files.Operator))
            return await File.ReadAllTextAsync(files.Operator);

        using var simulator = new HttpClient { BaseAddress = options.Simulator };
        var user = await (await simulator.PostAsJsonAsync("simulator/users", new { nickname = "店主" })).Content.ReadFromJsonAsync<JsonObject>();
        var openId = user?["openId"]?.GetValue<string>() ?? throw new Trouble("The simulator made no user.");
        await File.WriteAllTextAsync(files.Operator, openId);
        return openId;
    }

    public async Task StartShopAsync(string operatorOpenId)
    {
        children.Launch("shop", "dotnet", [machine.Built("functions", "Shop"), "--urls", options.Shop.GetLeftPart(UriPartial.Authority)], new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = Storage,
            ["WeChat__Pay__Endpoint"] = options.Simulator.GetLeftPart(UriPartial.Authority),
            ["WeChat__MiniProgram__Endpoint"] = options.Simulator.GetLeftPart(UriPartial.Authority),
            ["Payments__NotifyUrl"] = new Uri(options.Shop, "api/wechat/pay-notify").AbsoluteUri,
            ["Orders__PayWindow"] = options.PayWindow,
            ["Operators__OpenIds"] = operatorOpenId,
            // A developer who works at night wants to see what is said.
            ["Notices__QuietFrom"] = "00:00",
            ["Notices__QuietTo"] = "00:00",
        });
        await children.UntilAsync("the shop", () => Children.IsWellAsync(new Uri(options.Shop, "api/health/ready")));
    }

    /// <summary>Puts the shop's address into WeChat's console (消息推送配置), which asks the shop whether it is so.</summary>
    /// <param name="app">The app's name in the settings.</param>
    public async Task SetUpPushesAsync(JsonObject settings, string app)
    {
        using var simulator = new HttpClient { BaseAddress = options.Simulator };
        var reply = await simulator.PutAsJsonAsync($"simulator/apps/{settings[$"Pushes__Apps__{app}__AppId"]}/push", new
        {
            url = new Uri(options.Shop, $"api/wechat/messages/{app}"),
            token = settings[$"Pushes__Apps__{app}__Token"]?.GetValue<string>(),
            encodingAesKey = settings[$"Pushes__Apps__{app}__EncodingAesKey"]?.GetValue<string>(),
            format = settings[$"Pushes__Apps__{app}__Format"]?.GetValue<string>().ToLowerInvariant() ?? "json",
        });
        if (!reply.IsSuccessStatusCode)
            throw new Trouble($"The simulator cannot push to the shop: {await reply.Content.ReadAsStringAsync()}");
    }
}
