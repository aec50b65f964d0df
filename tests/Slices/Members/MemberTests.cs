using WeCommerce.Testing;

namespace WeCommerce.Slices.Members;

public sealed class MemberTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Profile_IsChangedFieldByField()
    {
        var li = await Shop.LogInAsync();

        (await li.PatchAsync("v1/me", new { nickname = "李雷" })).Expect(200);
        (await li.PatchAsync("v1/me", new { avatarUrl = "https://example.com/a.png" })).Expect(200);

        var me = (await li.GetAsync("v1/me")).Expect(200).Json;
        Assert.Equal("李雷", $"{me["nickname"]}");
        Assert.Equal("https://example.com/a.png", $"{me["avatarUrl"]}");
        Assert.NotNull((await li.PatchAsync("v1/me", new { nickname = "" })).Expect(422).Json["errors"]!["nickname"]);
        Assert.NotNull((await li.PatchAsync("v1/me", new { avatarUrl = "javascript:alert(1)" })).Expect(422).Json["errors"]!["avatarUrl"]);
    }

    [Fact]
    public async Task Addresses_HaveOneDefault()
    {
        var li = await Shop.LogInAsync();
        var first = (await li.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201).Json;
        var second = (await li.PostAsync("v1/me/addresses", Office(isDefault: true))).Expect(201).Json;

        Assert.True((bool)first["isDefault"]!);
        Assert.Equal([$"{second["addressId"]}"], await DefaultsAsync(li));

        (await li.PutAsync($"v1/me/addresses/{first["addressId"]}", Office(isDefault: true))).Expect(200);
        Assert.Equal([$"{first["addressId"]}"], await DefaultsAsync(li));

        (await li.DeleteAsync($"v1/me/addresses/{first["addressId"]}")).Expect(204);
        Assert.Equal([$"{second["addressId"]}"], await DefaultsAsync(li));
    }

    [Fact]
    public async Task Addresses_OfSomebodyElse_AreNone()
    {
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var address = (await li.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201).Json;

        (await han.PutAsync($"v1/me/addresses/{address["addressId"]}", Shopper.Home)).Expect(404, "ADDRESS_NOT_FOUND");
        (await han.DeleteAsync($"v1/me/addresses/{address["addressId"]}")).Expect(404, "ADDRESS_NOT_FOUND");
        Assert.Empty((await han.GetAsync("v1/me/addresses")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Addresses_AddedAtOnce_AreAllKept()
    {
        var li = await Shop.LogInAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => li.PostAsync("v1/me/addresses", Office(isDefault: false, $"{n} 号"))));

        Assert.All(replies, r => r.Expect(201));
        Assert.Equal(3, (await li.GetAsync("v1/me/addresses")).Json["items"]!.AsArray().Count);
        Assert.Single(await DefaultsAsync(li));
    }

    [Fact]
    public async Task Address_WithBadInput_NamesTheField()
    {
        var li = await Shop.LogInAsync();

        var reply = await li.PostAsync("v1/me/addresses", new { recipient = "", phone = "call me", province = "浙江省" });

        var errors = reply.Expect(422).Json["errors"]!.AsObject();
        Assert.Equal(["city", "detail", "phone", "recipient"], errors.Select(e => e.Key).Order(StringComparer.Ordinal));
    }

    private static object Office(bool isDefault, string detail = "文三路 9 号") =>
        new { recipient = "李雷", phone = "+86 138-0013-8000", province = "浙江省", city = "杭州市", district = "西湖区", detail, isDefault };

    private static async Task<List<string>> DefaultsAsync(Shopper who) =>
        [.. (await who.GetAsync("v1/me/addresses")).Expect(200).Json["items"]!.AsArray().Where(a => (bool)a!["isDefault"]!).Select(a => $"{a!["addressId"]}")];
}
