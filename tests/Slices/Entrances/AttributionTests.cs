using System.Net.Http.Json;
using WeCommerce.Slices.Conversations;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Entrances;

/// <summary>归因: visits, members and sales are credited to the way by which people came, and each once.</summary>
public sealed class AttributionTests(Azurite azurite) : ShopTests(azurite)
{
    private const long Price = 1990;

    [Fact]
    public async Task Visits_AreCounted_AndMembersOnce()
    {
        await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));

        var answer = await li.VisitAsync(new { scene = 1047, entrance = "metro" });
        await li.VisitAsync(new { scene = 1047, entrance = "metro" });
        await han.VisitAsync(new { entrance = "metro" });

        Assert.Equal(("SearchOrScan", "metro", "false"), ($"{answer["channel"]}", $"{answer["entranceId"]}", $"{answer["isShared"]}"));
        await Shop.SeeCameAsync("entrance:metro", new Came(Visits: 3, Members: 2));
        await Shop.SeeCameAsync("channel:SearchOrScan", new Came(Visits: 3, Members: 2));
    }

    // Share, come, order, pay: the sharer is credited with the member and with the sale.
    [Fact]
    public async Task SharedCard_BringsAMember_AndTheirOrder()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var sharer = await Shop.LogInAsync();
        var token = $"{(await sharer.GetAsync("v1/me/share")).Expect(200).Json["token"]}";

        var friend = await JoinAsync("韩梅梅", new { scene = 1007, referrer = token });
        await friend.VisitAsync(new { scene = 1007, referrer = token });
        await friend.BuyAsync(sku);

        var brought = new Came(Visits: 1, Members: 1, NewMembers: 1, Orders: 1, GmvFen: Price, FirstTouchOrders: 1, FirstTouchGmvFen: Price);
        await Shop.SeeCameAsync($"share:{sharer.MemberId}", brought);
        await Shop.SeeCameAsync("channel:SocialShare", brought);
        await Eventually.IsAsync(async () => (int)(await sharer.GetAsync("v1/me/share")).Expect(200).Json["numbers"]!["orders"]! == 1, "the sharer sees it");
    }

    [Fact]
    public async Task ForgedAndOwnTokens_CountForNobody()
    {
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var token = $"{(await li.GetAsync("v1/me/share")).Expect(200).Json["token"]}";
        var forged = token.Replace(li.MemberId, han.MemberId, StringComparison.Ordinal);

        Assert.Equal("false", $"{(await li.VisitAsync(new { referrer = token }))["isShared"]}");
        Assert.Equal("false", $"{(await li.VisitAsync(new { referrer = forged }))["isShared"]}");
        Assert.Equal("false", $"{(await li.VisitAsync(new { referrer = han.MemberId }))["isShared"]}");
        Assert.Equal("true", $"{(await han.VisitAsync(new { referrer = token }))["isShared"]}");

        await Shop.SeeCameAsync($"share:{li.MemberId}", new Came(Visits: 1, Members: 1));
        await Shop.SeeNothingLeftAsync();
        Assert.Equal(new Came(), await Shop.CameAsync($"share:{han.MemberId}"));
    }

    [Fact]
    public async Task Sale_IsOfTheLastWay_AndOfTheFirst()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        await Shop.PutEntranceAsync("sms", new { kind = "UrlLink", name = "短信" });
        var li = await Shop.LogInAsync();

        await li.VisitAsync(new { scene = 1047, entrance = "metro" });
        Shop.Time.Advance(TimeSpan.FromMinutes(1));
        await li.VisitAsync(new { scene = 1194, entrance = "sms" });
        Shop.Time.Advance(TimeSpan.FromMinutes(1));
        await li.VisitAsync(new { scene = 1089 });
        var placed = await li.BuyAsync(sku);

        await Shop.SeeCameAsync("entrance:sms", new Came(Visits: 1, Members: 1, Orders: 1, GmvFen: Price));
        await Shop.SeeCameAsync("entrance:metro", new Came(Visits: 1, Members: 1, FirstTouchOrders: 1, FirstTouchGmvFen: Price));
        var keeper = await Shop.LogInAsOperatorAsync();
        var sale = Assert.Single((await keeper.GetAsync("v1/ops/entrances/sms/orders")).Expect(200).Json["items"]!.AsArray())!;
        Assert.Equal((placed.OrderId, "true", "false"), ($"{sale["orderId"]}", $"{sale["isLast"]}", $"{sale["isFirst"]}"));
    }

    // What the client says with the order counts where no visit was told.
    [Fact]
    public async Task Order_SaysItself_HowItsBuyerCame()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        var li = await Shop.LogInAsync();

        var order = (await li.PostAsync(
            "v1/orders", new { lines = new[] { new { skuId = sku, quantity = 1 } }, address = Shopper.Home, scene = 1047, entrance = "metro" }, "k1")).Expect(201).Json;
        await li.PayAsync(order["payment"]!.AsObject());

        await Shop.SeeCameAsync("entrance:metro", new Came(Orders: 1, GmvFen: Price, FirstTouchOrders: 1, FirstTouchGmvFen: Price));
    }

    // 30 days later nobody buys because of it.
    [Fact]
    public async Task Way_OfLongAgo_IsCreditedNoMore()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        var openId = $"{(await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" }))["openId"]}";
        await (await Shop.LogInAsAsync(openId)).VisitAsync(new { entrance = "metro" });

        Shop.Time.Advance(TimeSpan.FromDays(31));
        await (await Shop.LogInAsAsync(openId)).BuyAsync(sku);
        await Shop.SeeNothingLeftAsync();

        Assert.Equal(0, (await Shop.CameAsync("entrance:metro")).Orders);
        Assert.Equal(1, (await Shop.CameAsync("channel:Other")).Orders);
    }

    // The notify comes three times, and the effect again: one sale.
    [Fact]
    public async Task ToldAgain_IsOneSale()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        await Shop.BehaveAsync(new { notify = new { duplicates = 2 } });
        var li = await Shop.LogInAsync();
        await li.VisitAsync(new { entrance = "metro" });

        await li.BuyAsync(sku);
        await Shop.SeeNothingLeftAsync();

        await Shop.SeeCameAsync("entrance:metro", new Came(Visits: 1, Members: 1, Orders: 1, GmvFen: Price, FirstTouchOrders: 1, FirstTouchGmvFen: Price));
    }

    [Fact]
    public async Task ScannedCodeOfTheAccount_BringsAFollower_WhoBuysInTheMiniProgram()
    {
        await Shop.SetUpAccountAsync();
        await Shop.PutEntranceAsync("desk", new { kind = "OfficialAccountCode", name = "收银台" });
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var person = await Person.MeetAsync(Shop);

        var followed = await person.FollowAsync("desk");
        await person.AgainAsync(followed);
        await Shop.SeeCameAsync("entrance:desk", new Came(Visits: 1, Members: 1, NewMembers: 1));
        Shop.Time.Advance(TimeSpan.FromMinutes(1));
        await person.ScanAsync("desk");
        await (await person.LogInAsync()).BuyAsync(sku);

        await Shop.SeeCameAsync(
            "entrance:desk", new Came(Visits: 2, Members: 1, NewMembers: 1, Orders: 1, GmvFen: Price, FirstTouchOrders: 1, FirstTouchGmvFen: Price));
        await Shop.SeeCameAsync(
            "channel:OfficialAccount", new Came(Visits: 2, Members: 1, NewMembers: 1, Orders: 1, GmvFen: Price, FirstTouchOrders: 1, FirstTouchGmvFen: Price));
    }

    [Fact]
    public async Task Channels_SayWhichNumbersTheyMean()
    {
        var channels = (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/channels")).Expect(200).Json;

        Assert.Equal(["SocialShare", "OfficialAccount", "SearchOrScan", "Channels", "Other"], channels["items"]!.AsArray().Select(i => $"{i!["channel"]}"));
        Assert.Contains(channels["items"]![3]!["scenes"]!.AsArray(), s => (int)s!["number"]! == 1177);
        var refused = (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/channels?from=2026-13-01")).Expect(400, "MALFORMED_REQUEST");
        Assert.NotNull(refused.Json["errors"]!["from"]);
    }

    private async Task<Shopper> JoinAsync(string nickname, object arrival)
    {
        var openId = $"{(await Shop.TellWeChatAsync("simulator/users", new { nickname }))["openId"]}";
        var body = TalkSteps.Json(arrival);
        body["code"] = $"{(await Shop.TellWeChatAsync("simulator/login-codes", new { openId }))["code"]}";
        var session = (await Reply.OfAsync(await Shop.Http.PostAsJsonAsync("v1/login", body))).Expect(200).Json;
        return new Shopper(Shop, openId, $"{session["token"]}", $"{session["member"]!["memberId"]}");
    }
}
