using System.Text;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Http;

/// <summary>Whatever comes as a body is a 4xx or does no harm: never a 500, nothing written that was not asked for, no memory kept.</summary>
public sealed class BodyTests(Azurite azurite) : ShopTests(azurite)
{
    private static readonly RouteRow[] WithBody = [.. RouteTable.Rows.Where(r => r.Body is not null)];

    protected override IReadOnlyDictionary<string, string?> Settings => RouteWorld.Settings;

    [Fact]
    public async Task Body_ThatCannotBeRead_IsA4xx_AndWritesNothing()
    {
        // WeChat knows of payments at once, so that what follows from making a path is soon done.
        await Shop.BehaveAsync(new { shipping = new { delayMs = 0 } });
        var world = await RouteWorld.OfAsync(Shop);
        var wrong = new List<string>();
        foreach (var row in WithBody)
        {
            var (path, good) = (await world.PathAsync(row), await row.Body!(world));
            await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "nothing else is under way");
            var before = await TextsAsync();
            foreach (var (what, body) in BadBodies.Unreadable(good))
            {
                var (status, text) = await Request(world, row, path, body).SendAsync(Shop.Address);
                if (status is < 400 or >= 500)
                    wrong.Add($"{row}, {what}: {status} {text}");
            }
            if (!before.SequenceEqual(await TextsAsync(), StringComparer.Ordinal))
                wrong.Add($"{row} wrote something");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Body_ThatIsOdd_IsNeverA500()
    {
        var world = await RouteWorld.OfAsync(Shop);
        var wrong = new List<string>();
        foreach (var row in WithBody)
        {
            var good = await row.Body!(world);
            foreach (var (what, body) in BadBodies.Odd(good))
            {
                var (status, text) = await Request(world, row, await world.PathAsync(row), body).SendAsync(Shop.Address);
                if (status is < 200 or >= 500)
                    wrong.Add($"{row}, {what}: {status} {text}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Body_Over64Kilobytes_IsA413_WithAndWithoutALength()
    {
        var world = await RouteWorld.OfAsync(Shop);
        foreach (var row in WithBody)
        {
            var path = await world.PathAsync(row);
            var good = Encoding.UTF8.GetBytes((await row.Body!(world)).ToJsonString());
            byte[] long64 = [.. good, .. Enumerable.Repeat((byte)' ', (64 * 1024) + 1 - good.Length)];

            Assert.Equal((row.Call, 413), (row.Call, (await Request(world, row, path, long64).SendAsync(Shop.Address)).Status));
            Assert.Equal((row.Call, 413), (row.Call, (await Request(world, row, path, long64).SendChunkedAsync(Shop.Address, times: 1)).Status));
            Assert.Equal((row.Call, 413), (row.Call, (await Request(world, row, path, long64[^1024..]).SendChunkedAsync(Shop.Address, times: 65)).Status));
            // The last byte that is allowed.
            Assert.Equal((row.Call, row.Good), (row.Call, (await Request(world, row, path, long64[..^1]).SendAsync(Shop.Address)).Status));
        }
    }

    // Lesson 8: the client says what it paid, or sends the price, and is believed.
    [Fact]
    public async Task Members_ThatLookLikeFieldsOfOurs_AreIgnored()
    {
        var world = await RouteWorld.OfAsync(Shop);
        foreach (var row in WithBody)
        {
            var forged = Encoding.UTF8.GetBytes(BadBodies.Forged(await row.Body!(world)));
            var (status, text) = await Request(world, row, await world.PathAsync(row), forged).SendAsync(Shop.Address);

            Assert.True(status == row.Good, $"{row}: {status} {text}");
            Assert.DoesNotContain(BadBodies.ForgedText, text, StringComparison.Ordinal);
            Assert.DoesNotContain($"{BadBodies.ForgedFen}", text, StringComparison.Ordinal);
        }

        var order = (await world.Shopper.GetAsync("v1/orders?status=PendingPayment")).Expect(200).Json["items"]![0]!;
        Assert.Equal((1990L, "Unpaid"), ((long)order["totalFen"]!, $"{order["payStatus"]}"));
        var texts = await TextsAsync();
        Assert.DoesNotContain(texts, t => t.Contains(BadBodies.ForgedText, StringComparison.Ordinal) || t.Contains($"{BadBodies.ForgedFen}", StringComparison.Ordinal));
        Assert.DoesNotContain(Shop.Network.MessagesSent, m => m.Contains(BadBodies.ForgedText, StringComparison.Ordinal));
    }

    private static RawHttp Request(RouteWorld world, RouteRow row, string path, byte[] body)
    {
        List<string> headers = ["Content-Type: application/json"];
        if (world.TokenOf(row.GoodCaller, row) is { } token && !row.IsOpen)
            headers.Add($"Authorization: Bearer {token}");
        if (row.Key)
            headers.Add($"Idempotency-Key: {Guid.NewGuid():N}");
        return new RawHttp(row.Verb, path, headers, body);
    }

    // The host keeps its timers' times in tables of its own.
    private async Task<IReadOnlyList<string>> TextsAsync() =>
    [
        .. (await StoredRows.TextsAsync(Shop.ConnectionString))
            .Where(t => t.StartsWith("Members/", StringComparison.Ordinal) || t.StartsWith("Stock/", StringComparison.Ordinal)
                || t.StartsWith("Catalog/", StringComparison.Ordinal) || t.StartsWith("Identities/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
