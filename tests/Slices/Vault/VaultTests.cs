using System.Net.Http.Json;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Vault;

/// <summary>Phones and addresses are encrypted at rest, each bound to its row, and keys rotate while serving.</summary>
public sealed class VaultTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Phone = "13812345678";

    private static readonly string OtherKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly RecordingLogs _logs = new();

    protected override Action<ILoggingBuilder> Logging => _logs.AddTo;

    // The first shop knows the next key already, and still seals with the old one.
    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Vault:Keys:k2"] = OtherKey };

    private TableClient Members => new(Shop.ConnectionString, "Members");

    [Fact]
    public async Task Tables_HoldNoPhoneAndNoAddress()
    {
        var (li, order) = await ShopperWithPhoneAndAddressAsync();

        Assert.Equal("138****5678", $"{(await li.GetAsync("v1/me")).Expect(200).Json["phoneMasked"]}");
        Assert.Equal("138****5678", $"{(await LogInPhoneMaskedAsync(li))}");
        Assert.Equal("13800138000", $"{(await li.ReadOrderAsync(order))["address"]!["phone"]}");
        var texts = await StoredRows.TextsAsync(Shop.ConnectionString);
        Assert.Contains(texts, t => t.Contains("/addresses/Addresses = v1.k1.", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("/profile/Profile = v1.k1.", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("/PhoneMasked = v1.k1.", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains($"/order!{order}/Address = v1.k1.", StringComparison.Ordinal));
        Assert.Contains(texts, t => t.Contains("/token/Value = v1.k1.", StringComparison.Ordinal));
        string[] secrets = [Phone, "138****5678", "13800138000", "李雷", "浙江省", "杭州市", "西湖区", "龙井路"];
        Assert.DoesNotContain(texts, t => secrets.Any(s => t.Contains(s, StringComparison.Ordinal)));
        Assert.DoesNotContain(Shop.Network.MessagesSent, m => secrets.Any(s => m.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SealedAddress_OfSomebodyElse_DoesNotOpen()
    {
        var (li, _) = await ShopperWithPhoneAndAddressAsync();
        var han = await Shop.LogInAsync("韩梅梅");
        var book = (await Members.GetEntityAsync<TableEntity>(li.MemberId, "addresses")).Value;

        await Members.AddEntityAsync(new TableEntity(han.MemberId, "addresses") { ["Addresses"] = book["Addresses"] });

        (await han.GetAsync("v1/me/addresses")).Expect(500, "INTERNAL_ERROR");
        Assert.Contains(_logs.Lines, l => l.Contains("column Addresses of row addresses in Members does not open", StringComparison.Ordinal));
        (await li.GetAsync("v1/me/addresses")).Expect(200);
    }

    [Fact]
    public async Task SealedAddress_OfAnotherOrder_DoesNotOpen()
    {
        var (li, first) = await ShopperWithPhoneAndAddressAsync();
        var second = (await li.PlaceOrderAsync(await Shop.PutOnSaleAsync(pieces: 1))).OrderId;
        var (from, to) = ((await Members.GetEntityAsync<TableEntity>(li.MemberId, $"order!{first}")).Value, (await Members.GetEntityAsync<TableEntity>(li.MemberId, $"order!{second}")).Value);

        to["Address"] = from["Address"];
        await Members.UpdateEntityAsync(to, to.ETag, TableUpdateMode.Replace);

        (await li.GetAsync($"v1/orders/{second}")).Expect(500, "INTERNAL_ERROR");
        (await li.GetAsync($"v1/orders/{first}")).Expect(200);
        // Without its address an order is damaged, not one that goes nowhere.
        to.Remove("Address");
        await Members.UpdateEntityAsync(to, Azure.ETag.All, TableUpdateMode.Replace);
        (await li.GetAsync($"v1/orders/{second}")).Expect(500, "INTERNAL_ERROR");
    }

    [Fact]
    public async Task Keys_RotateWhileServing()
    {
        await using var later = await ShopHost.StartBesideAsync(
            Shop, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Vault:Keys:k2"] = OtherKey, ["Vault:Current"] = "k2" });
        var (li, order) = await ShopperWithPhoneAndAddressAsync();
        var liThere = await later.LogInAsAsync(li.OpenId);

        // What the old key sealed opens there, and a write there seals it anew.
        Assert.Equal("13800138000", $"{(await liThere.ReadOrderAsync(order))["address"]!["phone"]}");
        Assert.StartsWith("v1.k1.", await SealedAsync(li, $"order!{order}", "Address"), StringComparison.Ordinal);
        (await liThere.PostAsync($"v1/orders/{order}/cancel")).Expect(200);
        (await liThere.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201);
        (await liThere.PostAsync("v1/me/addresses", Office)).Expect(201);
        (await liThere.PatchAsync("v1/me", new { nickname = "雷" })).Expect(200);

        foreach (var (row, column) in new[] { ($"order!{order}", "Address"), ("addresses", "Addresses"), ("profile", "Profile") })
            Assert.StartsWith("v1.k2.", await SealedAsync(li, row, column), StringComparison.Ordinal);
        // The old one reads what the new one wrote, and goes on writing.
        Assert.Equal("13800138000", $"{(await li.ReadOrderAsync(order))["address"]!["phone"]}");
        Assert.Equal(2, (await li.GetAsync("v1/me/addresses")).Expect(200).Json["items"]!.AsArray().Count);
        Assert.Equal("138****5678", $"{(await li.GetAsync("v1/me")).Expect(200).Json["phoneMasked"]}");
        (await li.PatchAsync("v1/me", new { nickname = "李" })).Expect(200);
        Assert.StartsWith("v1.k1.", await SealedAsync(li, "profile", "Profile"), StringComparison.Ordinal);
        Assert.Equal("138****5678", $"{(await liThere.GetAsync("v1/me")).Expect(200).Json["phoneMasked"]}");
    }

    // A new key made current before every instance has it: a mistake that must be seen, and must lose nothing.
    [Fact]
    public async Task KeyThatIsNotListed_IsAnErrorThatNamesIt()
    {
        await using var hasty = await ShopHost.StartBesideAsync(
            Shop, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Vault:Keys:k9"] = OtherKey, ["Vault:Current"] = "k9" });
        var li = await Shop.LogInAsync();
        var liThere = await hasty.LogInAsAsync(li.OpenId);
        (await liThere.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201);

        (await li.GetAsync("v1/me/addresses")).Expect(500, "INTERNAL_ERROR");
        (await li.PostAsync("v1/me/addresses", Office)).Expect(500, "INTERNAL_ERROR");

        Assert.Contains(_logs.Lines, l => l.Contains("list it in Vault__Keys__k9", StringComparison.Ordinal));
        Assert.Single((await liThere.GetAsync("v1/me/addresses")).Expect(200).Json["items"]!.AsArray());
    }

    // Shops were running before there was a vault.
    [Fact]
    public async Task PlainRows_FromBefore_AreRead_AndSealedWhenTheyAreNextWritten()
    {
        var (li, order) = await ShopperWithPhoneAndAddressAsync();
        const string address = """{"recipient":"李雷","phone":"13800138000","province":"浙江省","city":"杭州市","detail":"龙井路 1 号"}""";
        await ChangeAsync(li, "addresses", row => row["Addresses"] = $$"""[{"addressId":"ABCDEFGH","address":{{address}},"isDefault":true}]""");
        await ChangeAsync(li, "profile", row => row["Profile"] = $$"""{"phone":"+86{{Phone}}","identities":[{"appId":"{{ShopHost.AppId}}","openId":"{{li.OpenId}}"}]}""");
        await ChangeAsync(li, $"order!{order}", row =>
        {
            row["Order"] = row.GetString("Order").Replace("\"address\":{}", $"\"address\":{address}", StringComparison.Ordinal);
            row.Remove("Address");
        });
        var identities = new TableClient(Shop.ConnectionString, "Identities");
        await identities.UpsertEntityAsync(new TableEntity(li.OpenId, ShopHost.AppId) { ["PhoneMasked"] = "+86138****5678" });

        Assert.Equal("龙井路 1 号", $"{(await li.GetAsync("v1/me/addresses")).Expect(200).Json["items"]![0]!["detail"]}");
        Assert.Equal("+86138****5678", $"{(await li.GetAsync("v1/me")).Expect(200).Json["phoneMasked"]}");
        Assert.Equal("+86138****5678", await LogInPhoneMaskedAsync(li));
        Assert.Equal("龙井路 1 号", $"{(await li.ReadOrderAsync(order))["address"]!["detail"]}");

        (await li.PostAsync("v1/me/addresses", Office)).Expect(201);
        (await li.PatchAsync("v1/me", new { nickname = "雷" })).Expect(200);
        (await li.PostAsync($"v1/orders/{order}/cancel")).Expect(200);

        Assert.Equal("龙井路 1 号", $"{(await li.ReadOrderAsync(order))["address"]!["detail"]}");
        Assert.Equal("+86138****5678", $"{(await li.GetAsync("v1/me")).Expect(200).Json["phoneMasked"]}");
        string[] secrets = [Phone, "13800138000", "138****5678", "龙井路"];
        var left = await Eventually.SeeAsync(
            async () => (await StoredRows.TextsAsync(Shop.ConnectionString)).Where(t => secrets.Any(s => t.Contains(s, StringComparison.Ordinal))).ToList(),
            texts => texts.Count == 0,
            "no plain phone or address");
        Assert.Empty(left);
    }

    private static object Office { get; } = new { recipient = "李雷", phone = "13900139000", province = "上海市", city = "上海市", district = "徐汇区", detail = "漕溪路 2 号" };

    private async Task<(Shopper Shopper, string OrderId)> ShopperWithPhoneAndAddressAsync()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "雷", phone = Phone });
        var li = await Shop.LogInAsAsync($"{user["openId"]}");
        var code = $"{(await Shop.TellWeChatAsync("simulator/phone-codes", new { openId = li.OpenId }))["code"]}";
        (await li.PostAsync("v1/login/phone", new { code })).Expect(200);
        (await li.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201);
        var order = (await li.PlaceOrderAsync(sku)).OrderId;
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "effects done");
        return (li, order);
    }

    private async Task<string> LogInPhoneMaskedAsync(Shopper shopper)
    {
        var code = await Shop.TellWeChatAsync("simulator/login-codes", new { openId = shopper.OpenId });
        var session = (await Reply.OfAsync(await Shop.Http.PostAsJsonAsync("v1/login", new { code = $"{code["code"]}" }))).Expect(200);
        return $"{session.Json["member"]!["phoneMasked"]}";
    }

    private async Task<string> SealedAsync(Shopper shopper, string row, string column) =>
        (await Members.GetEntityAsync<TableEntity>(shopper.MemberId, row)).Value.GetString(column);

    private async Task ChangeAsync(Shopper shopper, string rowKey, Action<TableEntity> change)
    {
        var row = (await Members.GetEntityAsync<TableEntity>(shopper.MemberId, rowKey)).Value;
        change(row);
        await Members.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }
}
