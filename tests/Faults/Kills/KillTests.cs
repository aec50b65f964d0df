using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Checker;
using WeCommerce.Faults.Kills;
using WeCommerce.Faults.World;
using WeCommerce.Simulator;
using WeCommerce.Testing;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace WeCommerce.Faults.Kills;

/// <summary>The running shop is killed under load, over and over, and started again; storage stays. WECOMMERCE_KILLS says how often.</summary>
public sealed class KillTests(Azurite azurite)
{
    private const int Shoppers = 8;
    private const string Sku = "tea";

    /// <summary>The time to pay is a minute; a message of a killed process comes again after half of one; a notify that found nobody, within some.</summary>
    private static readonly TimeSpan MostRest = TimeSpan.FromMinutes(6);

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("WECOMMERCE_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 20;

    [Fact]
    public async Task KilledUnderLoad_NothingIsLost()
    {
        var watch = Stopwatch.StartNew();
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions
        {
            Url = "http://127.0.0.1:0",
            Apps = [new SimulatedApp(Shops.AppId, Shops.AppSecret)],
            MchId = Shops.MchId,
            MerchantSerialNo = Shops.MerchantSerialNo,
            MerchantPublicKeyPem = Shops.MerchantPublicKeyPem,
            ApiV3Key = Shops.ApiV3Key,
        });
        using var http = new HttpClient { BaseAddress = weChat.Address };
        var keeper = await (await http.PostAsJsonAsync("simulator/users", new { nickname = "店主" })).Content.ReadFromJsonAsync<JsonObject>();
        var storage = azurite.NewAccount();
        await using var shop = new ShopProcess(storage, weChat, $"{keeper?["openId"]}");
        await shop.StartAsync();
        using var crowd = new Crowd(shop.Address, weChat.Address, $"{keeper?["openId"]}");
        await crowd.PutOnSaleAsync(Sku, 100_000);

        await KillUnderLoadAsync(shop, crowd);
        var (store, found) = await RestAsync(storage, http, crowd);
        Console.WriteLine($"{Kills} kills: {store.Orders.Count} orders, {crowd.Answered.Count} answers, {found.Count} violations, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(found.Count == 0, string.Join('\n', found.Take(20)));
    }

    private static async Task KillUnderLoadAsync(ShopProcess shop, Crowd crowd)
    {
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(1, Shoppers).Select(seed => Task.Run(() => crowd.ShopAsync(seed, Sku, stop.Token))).ToList();
        var chance = new Random(1);
        for (var n = 0; n < Kills; n++)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(chance.Next(300, 2500)));
            await pause.WaitForNextTickAsync();
            await shop.KillAsync();
            await shop.StartAsync();
        }
        await stop.CancelAsync();
        await Task.WhenAll(load);
    }

    private static async Task<(Store Store, IReadOnlyList<Violation> Found)> RestAsync(string storage, HttpClient weChat, Crowd crowd)
    {
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(5));
        var waited = Stopwatch.StartNew();
        while (true)
        {
            await look.WaitForNextTickAsync();
            var store = await StoreReader.ReadAsync(storage);
            var books = WeChatBooks.Of(await weChat.GetFromJsonAsync<JsonElement>("simulator/ledger"));
            var found = new ShopChecker { IsQuiet = true, WeChat = books, Answered = crowd.Answered, Now = TimeProvider.System.GetUtcNow() }.Check(store);
            if (found.Count == 0 || waited.Elapsed > MostRest)
                return (store, found);
        }
    }
}
