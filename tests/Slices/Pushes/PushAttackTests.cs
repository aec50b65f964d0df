using System.Security.Cryptography;
using System.Text;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Pushes;

/// <summary>What is not WeChat's is refused before anything in it is believed: no row, no call.</summary>
public sealed class PushAttackTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Url = "wechat/messages/mini";

    [Theory]
    [InlineData("")]
    [InlineData("<xml><ToUserName><![CDATA[gh_1]]></ToUserName></xml>")]
    [InlineData("""<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Encrypt>&x;</Encrypt></xml>""")]
    [InlineData("""<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>""")]
    [InlineData("""{"Encrypt":{"a":1}}""")]
    [InlineData("""{"Encrypt":"AAAA","Encrypt":"BBBB"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task WellSignedNonsense_IsRefused(string body)
    {
        await using var xml = await ShopHost.StartBesideAsync(Shop, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pushes:Apps:mini:Format"] = "Xml" });
        foreach (var shop in new[] { Shop, xml })
        {
            using var answer = await shop.Http.PostAsync($"{Url}?{Signed(("msg_signature", "AAAA"))}", new StringContent(body, Encoding.UTF8));
            Assert.Equal(401, (int)answer.StatusCode);
        }
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Deep_IsRefused()
    {
        var deep = $"{{\"a\":{new string('[', 20_000)}{new string(']', 20_000)}}}";

        using var answer = await Shop.Http.PostAsync($"{Url}?{Signed(("msg_signature", "AAAA"))}", new StringContent(deep, Encoding.UTF8));

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Large_IsRefused()
    {
        using var answer = await Shop.Http.PostAsync($"{Url}?{Signed(("msg_signature", "AAAA"))}", new StringContent(new string('a', 70_000), Encoding.UTF8));

        Assert.Equal(413, (int)answer.StatusCode);
    }

    // In safe mode a clear body is nobody's, however well its query is signed.
    [Fact]
    public async Task Clear_IsRefused_WhereTheModeEncrypts()
    {
        var clear = """{"ToUserName":"gh_1","FromUserName":"o-li","CreateTime":1800000000,"MsgType":"text","Content":"在吗","MsgId":1}""";

        using var without = await Shop.Http.PostAsync($"{Url}?{Signed()}", new StringContent(clear, Encoding.UTF8));
        using var with = await Shop.Http.PostAsync($"{Url}?{Signed(("msg_signature", Sign(ShopHost.PushToken, "1800000000", "1")))}", new StringContent(clear, Encoding.UTF8));

        Assert.Equal((401, 401), ((int)without.StatusCode, (int)with.StatusCode));
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Echo_IsGivenBack_ToWeChatOnly()
    {
        using var good = await Shop.Http.GetAsync($"{Url}?{Signed(("echostr", "<b>123</b>"))}");
        using var bad = await Shop.Http.GetAsync($"{Url}?{Signed(("echostr", "123")).Replace("signature=", "signature=0", StringComparison.Ordinal)}");
        using var nothing = await Shop.Http.GetAsync($"{Url}?{Signed()}");
        using var other = await Shop.Http.GetAsync($"wechat/messages/other?{Signed(("echostr", "123"))}");

        Assert.Equal((200, "text/plain", "<b>123</b>"), ((int)good.StatusCode, good.Content.Headers.ContentType?.MediaType, await good.Content.ReadAsStringAsync()));
        Assert.Equal((401, 401, 404), ((int)bad.StatusCode, (int)nothing.StatusCode, (int)other.StatusCode));
    }

    private static string Signed(params (string Name, string Value)[] more) =>
        string.Join('&', more.Select(m => $"{m.Name}={Uri.EscapeDataString(m.Value)}")
            .Prepend($"signature={Sign(ShopHost.PushToken, "1800000000", "1")}&timestamp=1800000000&nonce=1"));

    private static string Sign(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        var service = new Azure.Data.Tables.TableServiceClient(Shop.ConnectionString);
        var tables = new List<string>();
        await foreach (var table in service.QueryAsync())
            tables.Add(table.Name);
        return tables.Contains("Pushes")
            ? [.. await service.GetTableClient("Pushes").QueryAsync<Azure.Data.Tables.TableEntity>().Select(r => r.RowKey).ToListAsync()]
            : [];
    }
}
