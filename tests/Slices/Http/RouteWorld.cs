using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Http;

/// <summary>A shop with somebody of each kind of caller, and new things for each call, so that calls do not disturb each other.</summary>
internal sealed partial class RouteWorld
{
    /// <summary>The number that WeChat has of <see cref="Shopper"/>.</summary>
    public const string Phone = "13812345678";

    /// <summary>A card to which money goes back, and its holder.</summary>
    public const string CardNumber = "6222020200112233445";
    public const string CardHolder = "ZHANG WUJI";

    /// <summary>A session of a flash sale that is still to come.</summary>
    private const string FlashSale = "route";

    public static readonly string SigningKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly ShopHost _shop;
    private Caller _sender = Caller.Shopper;
    private int _addresses;

    private RouteWorld(ShopHost shop, string sku, Shopper shopper, Shopper other, Shopper keeper) =>
        (_shop, Sku, Shopper, Other, Operator) = (shop, sku, shopper, other, keeper);

    /// <summary>Settings with which a shop's sessions can be forged here.</summary>
    public static Dictionary<string, string?> Settings => new(StringComparer.Ordinal) { ["Sessions:SigningKey"] = SigningKey };

    public IServiceProvider Services => _shop.Services;

    public string Sku { get; }

    public Shopper Shopper { get; }

    public Shopper Other { get; }

    public Shopper Operator { get; }

    public static async Task<RouteWorld> OfAsync(ShopHost shop)
    {
        var user = await shop.TellWeChatAsync("simulator/users", new { nickname = "李雷", phone = Phone });
        var world = new RouteWorld(
            shop, await shop.PutOnSaleAsync(pieces: 1000), await shop.LogInAsAsync($"{user["openId"]}"), await shop.LogInAsync("韩梅梅"), await shop.LogInAsOperatorAsync());
        (await world.Operator.PutAsync($"v1/ops/flash-sales/{FlashSale}", world.NewFlashSale())).Expect(200);
        return world;
    }

    /// <summary>A path of the route, with things of <see cref="Shopper"/> in it.</summary>
    public async Task<string> PathAsync(RouteRow row)
    {
        var things = row.Things is null ? null : await row.Things(this);
        return await PathAsync(row, name => things?.GetValueOrDefault(name) is { } id ? Task.FromResult(id) : IdAsync(name));
    }

    /// <summary>A path of the route, with ids that look right and are nothing.</summary>
    public Task<string> UnknownPathAsync(RouteRow row, Shopper whose) => PathAsync(row, name => Task.FromResult(UnknownId(name, whose)));

    public string? TokenOf(Caller caller, RouteRow row) => caller switch
    {
        Caller.Nobody => null,
        Caller.AnotherShopper => Other.Token,
        Caller.Shopper => Shopper.Token,
        Caller.Operator => Operator.Token,
        Caller.ExpiredSession => Token(SigningKey, row, TimeSpan.FromDays(-8)),
        Caller.ForeignKey => Token(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), row, TimeSpan.Zero),
        _ => throw new ArgumentOutOfRangeException(nameof(caller)),
    };

    /// <summary>A good call of the route by somebody.</summary>
    public async Task<Reply> CallAsync(RouteRow row, Caller caller, string? path = null)
    {
        path ??= await PathAsync(row);
        _sender = caller;
        var body = row.Body is null ? null : (await row.Body(this)).ToJsonString();
        _sender = Caller.Shopper;
        return await SendAsync(row, path, body, TokenOf(caller, row));
    }

    public async Task<Reply> SendAsync(RouteRow row, string path, string? body, string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(row.Verb), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (row.Key)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return await Reply.OfAsync(await _shop.Http.SendAsync(request));
    }

    /// <summary>An address of whoever sends it; <see cref="Shopper"/> alone lives in Hangzhou.</summary>
    public object NewAddress() => _sender == Caller.Shopper
        ? new { recipient = "李雷", phone = "13800138000", province = "浙江省", city = "杭州市", district = "西湖区", detail = $"龙井路 {++_addresses} 号" }
        : new { recipient = "韩梅梅", phone = "13900139000", province = "上海市", city = "上海市", district = "徐汇区", detail = $"漕溪路 {++_addresses} 号" };

    public object PayerCard() => new { way = "UserBankCard", bankType = "ICBC_DEBIT", bankAccount = CardNumber, realName = CardHolder };

    public Task BehaveAsync(object behaviour) => _shop.BehaveAsync(behaviour);

    public object NewFlashSale() => new
    {
        title = "整点秒杀",
        opensAt = DateTimeOffset.UtcNow.AddDays(1),
        closesAt = DateTimeOffset.UtcNow.AddDays(2),
        items = new[] { new { skuId = Sku, priceFen = 990, pieces = 1 } },
    };

    public async Task<string> LoginCodeAsync() => $"{(await _shop.TellWeChatAsync("simulator/login-codes", new { openId = Shopper.OpenId }))["code"]}";

    public async Task<string> PhoneCodeAsync() => $"{(await _shop.TellWeChatAsync("simulator/phone-codes", new { openId = Shopper.OpenId }))["code"]}";

    /// <summary>An offer of coupons, there to claim.</summary>
    public async Task<string> OfferAsync()
    {
        (await Operator.PutAsync("v1/ops/coupon-offers/offer", RouteThings.OfferBody())).Expect(200);
        return "offer";
    }

    private static async Task<string> PathAsync(RouteRow row, Func<string, Task<string>> id)
    {
        var path = row.Route;
        foreach (var name in RouteValue().Matches(row.Route).Select(m => m.Groups["name"].Value))
            path = path.Replace($"{{{name}}}", await id(name), StringComparison.Ordinal);
        return path;
    }

    // What the paths name.
    private async Task<string> IdAsync(string name)
    {
        switch (name)
        {
            case "spuId": return $"{Sku}-spu";
            case "skuId": return Sku;
            case "activityId": return $"a{new Ids(TimeProvider.System).Random(8)}";
            case "app": return "mini";
            case "kind": return "Paid";
            case "day": return "2026-11-24";
            case "sessionId": return FlashSale;
            case "orderId": return (await Shopper.PlaceOrderAsync(Sku)).OrderId;
            case "offerId": return await OfferAsync();
            case "promotionId": return "rule";
            case "ruleId": return "rule";
            case "entranceId": return "poster";
            case "addressId":
                // A book has at most twenty.
                foreach (var old in (await Shopper.GetAsync("v1/me/addresses")).Json["items"]!.AsArray())
                    await Shopper.DeleteAsync($"v1/me/addresses/{old!["addressId"]}");
                return $"{(await Shopper.PostAsync("v1/me/addresses", NewAddress())).Expect(201).Json["addressId"]}";
            default: throw new InvalidOperationException($"Nobody knows how to make a {name}: tell RouteWorld.");
        }
    }

    private static string UnknownId(string name, Shopper whose)
    {
        var ids = new Ids(TimeProvider.System);
        return name switch
        {
            "orderId" => $"{whose.MemberId}{ids.Descending()}{ids.Random(8)}",
            "activityId" => $"a{ids.Random(8)}",
            "groupId" => $"{ids.Descending()}{ids.Random(8)}",
            "addressId" => ids.Random(8),
            "refundId" => $"{whose.MemberId}{ids.Descending()}{ids.Random(8)}R01",
            "taskId" => $"ShippingDue-{ids.Random(8)}",
            "poisonId" => $"effects.{ids.Descending()}-{Guid.NewGuid()}",
            "notifyId" => $"20260101.20260101000000000-{ids.Random(8)}",
            "app" => "other",
            "kind" => "Nothing",
            "day" => "2026-01-01",
            "memberId" => ids.Random(13),
            "differenceId" => $"Amount-{ids.Random(8)}",
            "sessionId" => $"s-{ids.Random(8)}",
            "grantId" => $"offer.{ids.Random(8)}",
            "spuId" or "skuId" or "offerId" or "promotionId" or "ruleId" or "entranceId" or "scene" => $"sku-{ids.Random(8)}",
            _ => throw new InvalidOperationException($"Nobody knows how an unknown {name} looks: tell RouteWorld."),
        };
    }

    private string Token(string key, RouteRow row, TimeSpan ago)
    {
        var whose = row.IsForOperators ? Operator : Shopper;
        var then = new MovableTime();
        then.Advance(ago);
        var tokens = new SessionTokens(Options.Create(new SessionOptions { SigningKey = key }), Options.Create(new OperatorOptions()), then);
        Assert.True(MemberId.TryParse(whose.MemberId, out var member) & OpenId.TryParse(whose.OpenId, out var openId));
        return tokens.Issue(member, ShopHost.AppId, openId).Token;
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)(:[^}]*)?\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RouteValue();
}
