using System.Text.Json.Nodes;
using WeCommerce.Slices.Http;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Payments;

/// <summary>A sample of the forgeries that tests/WeChat.Tests tries by the ten thousand, over HTTP, where a header can come twice.</summary>
public sealed class ForgedNotifyTests(Azurite azurite) : ShopTests(azurite)
{
    [Theory]
    [InlineData("PublicKey")]
    [InlineData("PlatformCertificate")]
    public async Task Notify_ChangedOnItsWay_IsRefusedAndChangesNothing(string keyMode)
    {
        await Shop.BehaveAsync(new { keyMode });
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        var before = await li.ReadOrderAsync(placed.OrderId);
        var genuine = await GenuineNotify.CatchAsync(Shop, new JsonObject
        {
            ["eventType"] = "TRANSACTION.SUCCESS",
            ["originalType"] = "transaction",
            ["resource"] = PayNotifyTests.Resource(placed),
        });

        var taken = new List<string>();
        foreach (var (what, request) in Forgeries(genuine))
        {
            if ((await request.SendAsync(Shop.Address)).Status is not (>= 400 and < 500) and var status)
                taken.Add($"{what}: {status}");
        }

        Assert.Empty(taken);
        Assert.Equal(before.ToJsonString(), (await li.ReadOrderAsync(placed.OrderId)).ToJsonString());
        Assert.Equal(new StockSeen(5, 1, 1, 1), await Shop.StockOfAsync(sku));
        // It was genuine all the time.
        Assert.Equal(204, (await genuine.Request.SendAsync(Shop.Address)).Status);
        await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
    }

    private static IEnumerable<(string What, RawHttp Request)> Forgeries(GenuineNotify genuine)
    {
        var request = genuine.Request;
        foreach (var (name, value) in genuine.Headers)
        {
            // Not signed, and absent behind some gateways: nothing is forged by leaving it out.
            if (name != "Wechatpay-Signature-Type")
                yield return ($"{name} missing", genuine.With(name, null).Request);
            yield return ($"{name} empty", genuine.With(name, "").Request);
            yield return ($"{name} twice", request with { HeaderLines = [.. request.HeaderLines, $"{name}: {value}"] });
            yield return ($"{name} twice, once empty", request with { HeaderLines = [.. request.HeaderLines, $"{name}:"] });
            yield return ($"{name} with another before it", request with { HeaderLines = [$"{name}: 1", .. request.HeaderLines] });
            if (value.Any(char.IsAsciiLetterUpper))
                yield return ($"{name} in lower case", genuine.With(name, value.ToLowerInvariant()).Request);
            yield return ($"{name} cut", genuine.With(name, value[..^1]).Request);
            yield return ($"{name} longer", genuine.With(name, value + "0").Request);
        }
        var signature = genuine["Wechatpay-Signature"];
        yield return ("a space in the signature", genuine.With("Wechatpay-Signature", signature.Insert(100, " ")).Request);
        yield return ("signature without padding", genuine.With("Wechatpay-Signature", signature.TrimEnd('=')).Request);
        // What the bytes' low bits do not fill: 'A' to 'P' and the like decode alike.
        yield return ("another spelling of the signature", genuine.With("Wechatpay-Signature", $"{signature[..^3]}{(char)(signature[^3] + 1)}==").Request);
        var body = genuine.Body;
        for (var at = 0; at < body.Length; at += 7)
        {
            var changed = body.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            yield return ($"byte {at}", request with { Body = changed });
        }
        yield return ("BOM", request with { Body = [0xef, 0xbb, 0xbf, .. body] });
        yield return ("a line feed behind it", request with { Body = [.. body, (byte)'\n'] });
        yield return ("a space behind it", request with { Body = [.. body, (byte)' '] });
        yield return ("cut", request with { Body = body[..^1] });
        yield return ("nothing", request with { Body = [] });
        yield return ("the same JSON, indented", request with
        {
            Body = System.Text.Encoding.UTF8.GetBytes(JsonNode.Parse(body)!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true })),
        });
    }
}
