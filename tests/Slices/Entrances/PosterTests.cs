using System.Net.Http.Headers;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Entrances;

/// <summary>海报: a picture with a code; who scans it sees the product, and comes by who shared it.</summary>
public sealed class PosterTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Poster_IsPainted_AndItsCodeLeadsToTheProduct_AndToWhoShares()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (sharer, friend) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        (await sharer.PatchAsync("v1/me", new { nickname = "李雷" })).Expect(200);

        var poster = await DrawAsync(sharer, $"{sku}-spu");
        Assert.Equal("image/png", poster.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await poster.Content.ReadAsByteArrayAsync())[..4]);
        await DrawAsync(sharer, $"{sku}-spu");

        var scene = Assert.Single(await ScenesAsync(sharer));
        Assert.Equal($"{sku}-spu", $"{(await friend.GetAsync($"v1/entrances/{scene}")).Expect(200).Json["spuId"]}");
        Assert.Equal("true", $"{(await friend.VisitAsync(new { scene = 1048, entrance = scene }))["isShared"]}");
        await friend.BuyAsync(sku);
        await Shop.SeeCameAsync($"share:{sharer.MemberId}", new Came(Visits: 1, Members: 1, Orders: 1, GmvFen: 1990, FirstTouchOrders: 1, FirstTouchGmvFen: 1990));
    }

    [Fact]
    public async Task CodeThatNobodyGaveOut_LeadsNowhere_AndCountsForNobody()
    {
        var li = await Shop.LogInAsync();
        var made = $"!{li.MemberId}ABCDEFGHJKMNPQRSTV";

        (await li.GetAsync($"v1/entrances/{made}")).Expect(404, "CODE_NOT_FOUND");
        Assert.Equal("false", $"{(await (await Shop.LogInAsync("韩梅梅")).VisitAsync(new { entrance = made }))["isShared"]}");
    }

    [Fact]
    public async Task WeChatDoesNotDraw_SaysSo()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 1);
        var li = await Shop.LogInAsync();
        await Shop.BehaveAsync(new { failNext = new { path = "/wxa/getwxacodeunlimit", code = "41030", count = 1 } });

        Assert.Equal(409, (int)(await DrawAsync(li, $"{sku}-spu")).StatusCode);
        await Shop.BehaveAsync(new { failNext = new { path = "/wxa/getwxacodeunlimit", status = 500, count = 1 } });
        Assert.Equal(503, (int)(await DrawAsync(li, $"{sku}-spu")).StatusCode);
        Assert.Equal(404, (int)(await DrawAsync(li, "nothing")).StatusCode);
    }

    private async Task<HttpResponseMessage> DrawAsync(Shopper member, string spu)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/me/posters/{spu}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", member.Token);
        return await Shop.Http.SendAsync(request);
    }

    // As a scan would give them.
    private async Task<IReadOnlyList<string>> ScenesAsync(Shopper member)
    {
        var table = new Azure.Data.Tables.TableClient(Shop.ConnectionString, "Members");
        var scenes = new List<string>();
        await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>(r => r.PartitionKey == member.MemberId))
        {
            if (row.RowKey.StartsWith("poster!", StringComparison.Ordinal))
                scenes.Add($"!{member.MemberId}{row.RowKey["poster!".Length..]}");
        }
        return scenes;
    }
}
