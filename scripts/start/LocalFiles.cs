using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Start;

/// <summary>What this machine keeps between starts: data and logs in <c>.local</c>, settings and keys in <c>local.settings.json</c>. Never committed.</summary>
public sealed class LocalFiles(string root)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(root, ".local")).FullName;

    public string Azurite => Path.Combine(Folder, "azurite");

    public string SimulatorState => Path.Combine(Folder, "simulator-state.json");

    /// <summary>The OpenId of the one who runs the demo shop.</summary>
    public string Operator => Path.Combine(Folder, "operator.txt");

    public string PlatformKey => Path.Combine(Folder, "platform-key.pem");

    public string LogOf(string name) => Path.Combine(Folder, $"{name}.log");

    /// <summary>Forgets all data, but not the keys: settings that somebody edited stay.</summary>
    public void Forget()
    {
        if (Directory.Exists(Azurite))
            Directory.Delete(Azurite, recursive: true);
        File.Delete(SimulatorState);
        File.Delete(Operator);
    }

    /// <summary>The shop's settings, and the keys of a merchant that exists on this machine alone. Made once.</summary>
    public JsonObject Settings()
    {
        var path = Path.Combine(root, "local.settings.json");
        if (!File.Exists(path))
            Make(path);
        var document = JsonNode.Parse(File.ReadAllText(path));
        var settings = document?["Values"] as JsonObject ?? throw new Trouble("local.settings.json has no Values.");
        if (Complete(settings))
            File.WriteAllText(path, document?.ToJsonString(Indented) + "\n");
        if (!File.Exists(PlatformKey))
            throw new Trouble("The simulator's key (.local/platform-key.pem) is gone, so it cannot sign as local.settings.json expects. Delete local.settings.json; both are made anew.");
        return settings;
    }

    /// <summary>Makes what is missing, so that a file from before there was a vault, pushes or an official account gets them, too.</summary>
    /// <returns>Whether anything was.</returns>
    private static bool Complete(JsonObject settings)
    {
        var (before, accountId) = (settings.ToJsonString(), "wxfedcba9876543210");
        if (IsMissing("Vault__Current") || IsMissing("Vault__Keys__k1"))
        {
            Make("Vault__Keys__k1", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            settings["Vault__Current"] = "k1";
        }
        Make("WeChat__OfficialAccount__Apps__0__AppId", accountId);
        Make("WeChat__OfficialAccount__Apps__0__AppSecret", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        MakePushes("mini", settings["WeChat__MiniProgram__Apps__0__AppId"]);
        MakePushes("official", settings["WeChat__OfficialAccount__Apps__0__AppId"]);
        Make("Pushes__Apps__official__Format", "Xml");
        return settings.ToJsonString() != before;

        bool IsMissing(string name) => string.IsNullOrEmpty(settings[name]?.GetValue<string>());

        void Make(string name, string value)
        {
            if (IsMissing(name))
                settings[name] = value;
        }

        void MakePushes(string app, JsonNode? appId)
        {
            Make($"Pushes__Apps__{app}__AppId", $"{appId}");
            Make($"Pushes__Apps__{app}__Token", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            Make($"Pushes__Apps__{app}__EncodingAesKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('='));
        }
    }

    private void Make(string path)
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
        File.WriteAllText(path, made.ToJsonString(Indented) + "\n");
        File.WriteAllText(PlatformKey, platform.ExportPkcs8PrivateKeyPem());
        Console.WriteLine("Made local.settings.json with keys of this machine.");
    }
}
