using System.Diagnostics;
using System.Security.Cryptography;
using WeCommerce.Faults.World;
using WeCommerce.Simulator;
using WeCommerce.Testing;

namespace WeCommerce.Faults.Kills;

/// <summary>The shop as people run it: a process of its own, which can be killed and started again at the same address.</summary>
internal sealed class ShopProcess(string storage, WeChatSimulator weChat, string operatorOpenId) : IAsyncDisposable
{
    private static readonly string SigningKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string VaultKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private Process? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{Azurite.FreePort()}/");

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "WeCommerce.Shop.dll"), "--urls", Address.AbsoluteUri },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in Settings())
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The shop did not start.");
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.IsAsync(
            async () =>
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"The shop ended with {_process.ExitCode}.");
                try
                {
                    return (await http.GetAsync("api/health/live")).IsSuccessStatusCode;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            "the shop answers");
    }

    /// <summary>kill -9: nothing of it gets to say goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private IEnumerable<(string Name, string Value)> Settings() =>
    [
        ("AzureWebJobsStorage", storage),
        ("AzureWebJobsScriptRoot", AppContext.BaseDirectory),
        ("Sessions__SigningKey", SigningKey),
        ("Vault__Keys__k1", VaultKey),
        ("Vault__Current", "k1"),
        ("Operators__OpenIds", operatorOpenId),
        ("Limits__RequestsPerMinute", "0"),
        ("Orders__PayWindow", "00:01:00"),
        ("Payments__NotifyUrl", new Uri(Address, "api/wechat/pay-notify").AbsoluteUri),
        ("WeChat__MiniProgram__Endpoint", weChat.Address.AbsoluteUri),
        ("WeChat__MiniProgram__Apps__0__AppId", Shops.AppId),
        ("WeChat__MiniProgram__Apps__0__AppSecret", Shops.AppSecret),
        ("WeChat__Pay__Endpoint", weChat.Address.AbsoluteUri),
        ("WeChat__Pay__MchId", Shops.MchId),
        ("WeChat__Pay__MerchantSerialNo", Shops.MerchantSerialNo),
        ("WeChat__Pay__MerchantPrivateKeyPem", Shops.MerchantPrivateKeyPem),
        ("WeChat__Pay__ApiV3Key", Shops.ApiV3Key),
        ("WeChat__Pay__PublicKeyId", weChat.PublicKeyId),
        ("WeChat__Pay__PublicKeyPem", weChat.PublicKeyPem),
    ];
}
