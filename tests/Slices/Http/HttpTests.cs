using System.Net.Http.Json;
using WeCommerce.Shop;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Http;

public sealed class HttpTests(Azurite azurite) : ShopTests(azurite)
{
    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Limits:RequestsPerMinute"] = "60" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_Over64Kilobytes_IsA413(bool withLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/login") { Content = new ByteArrayContent(new byte[64 * 1024 + 1]) };
        request.Headers.TransferEncodingChunked = !withLength;

        (await Reply.OfAsync(await Shop.Http.SendAsync(request))).Expect(413, "BODY_TOO_LARGE");
    }

    [Fact]
    public async Task TooManyRequests_AreA429WithRetryAfter()
    {
        var li = await Shop.LogInAsync();
        var replies = new List<Reply>();
        for (var n = 0; n < 80; n++)
            replies.Add(await li.GetAsync("v1/me"));

        var refused = replies.First(r => r.Status != 200);
        refused.Expect(429, "TOO_MANY_REQUESTS");
        Assert.Equal("5", refused.Header("Retry-After"));
        // Another member is not meant.
        (await (await Shop.LogInAsync("韩梅梅")).GetAsync("v1/me")).Expect(200);
    }

    // Azure's front end appends "address:port": each connection has another port, and the first part is whatever the caller wrote.
    [Fact]
    public async Task TooManyRequests_OfOneAddress_AreCountedTogether()
    {
        var statuses = new List<int>();
        for (var n = 0; n < 80; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "v1/products");
            request.Headers.Add("X-Forwarded-For", $"10.0.0.{n}, 203.0.113.9:{40000 + n}");
            statuses.Add((int)(await Shop.Http.SendAsync(request)).StatusCode);
        }

        Assert.Contains(429, statuses);
        Assert.Equal(200, (int)(await Shop.Http.GetAsync("v1/products")).StatusCode);
    }

    [Fact]
    public async Task Health_TellsLifeAndReadiness()
    {
        Assert.Equal("live", $"{(await Reply.OfAsync(await Shop.Http.GetAsync("health/live"))).Expect(200).Json["status"]}");
        Assert.Equal("ready", $"{(await Reply.OfAsync(await Shop.Http.GetAsync("health/ready"))).Expect(200).Json["status"]}");

        Shop.Network.LoseRequests(static _ => true);
        (await Reply.OfAsync(await Shop.Http.GetAsync("health/ready"))).Expect(503, "STORAGE_UNAVAILABLE");
        (await Reply.OfAsync(await Shop.Http.GetAsync("health/live"))).Expect(200);
        Shop.Network.Heal();
    }

    [Fact]
    public async Task StorageOutOfReach_IsA503ThatSaysComeBack()
    {
        var li = await Shop.LogInAsync();
        Shop.Network.LoseRequests(static _ => true);

        var reply = await li.GetAsync("v1/me");
        Shop.Network.Heal();

        reply.Expect(503, "TRY_AGAIN");
        Assert.Equal("2", reply.Header("Retry-After"));
        Assert.NotEqual("", $"{reply.Json["traceId"]}");
    }

    [Fact]
    public async Task Document_AndPage_AreServed()
    {
        var document = (await Reply.OfAsync(await Shop.Http.GetAsync("openapi.json"))).Expect(200);
        var page = await Shop.Http.GetAsync("docs");

        Assert.Equal("3.1.0", $"{document.Json["openapi"]}");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    // Lesson 39: no key in the repository, none by default.
    [Fact]
    public async Task Start_WithoutKeys_FailsAndNamesAllThatIsMissing()
    {
        var e = await Assert.ThrowsAnyAsync<Exception>(() => ShopHost.StartAsync(Azurite, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Sessions:SigningKey"] = "",
            ["Payments:NotifyUrl"] = "https://shop.example.com/api/wechat/pay-notify?code=key",
            ["WeChat:Pay:ApiV3Key"] = "0123-no-key",
            ["Orders:PayWindow"] = "00:00:10",
        }));

        foreach (var setting in new[] { "Sessions__SigningKey", "Payments__NotifyUrl", "ApiV3Key", "Orders__PayWindow" })
            Assert.Contains(setting, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0123-no-key", e.ToString(), StringComparison.Ordinal);
    }
}
