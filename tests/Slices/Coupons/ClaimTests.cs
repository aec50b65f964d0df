using System.Net.Http.Json;
using Azure.Core;
using WeCommerce.Slices.Notices;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Coupons;

/// <summary>Coupons come to members: never one too many, none lost, nobody more than their share.</summary>
public sealed class ClaimTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task ARushOverTheQuantity_IssuesExactlyThatMany()
    {
        var offer = await Shop.PutOfferAsync(new { quantity = 10 });
        var crowd = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Shop.LogInAsync($"买家{n}")));

        var replies = await Task.WhenAll(crowd.Select(s => s.PostAsync($"v1/coupon-offers/{offer}/claim")));

        Assert.Equal(10, replies.Count(r => r.Status == 201));
        Assert.All(replies.Where(r => r.Status != 201), r => r.Expect(409, "COUPONS_GONE"));
        Assert.Equal((10, 0), ((await Shop.NumbersOfAsync(offer)).Issued, (await Shop.NumbersOfAsync(offer)).Left));
        var held = await Task.WhenAll(crowd.Select(async s => (await s.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray().Count));
        Assert.Equal(10, held.Sum());
    }

    [Fact]
    public async Task OneMember_ClaimsNoMoreThanTheirShare_HoweverManyAtOnce()
    {
        var (offer, li) = (await Shop.PutOfferAsync(new { perMember = 2 }), await Shop.LogInAsync());

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => li.PostAsync($"v1/coupon-offers/{offer}/claim")));

        Assert.Equal(2, replies.Count(r => r.Status == 201));
        Assert.All(replies.Where(r => r.Status is not (201 or 503)), r => Assert.Equal(2, (int)r.Expect(409, "COUPON_LIMIT_REACHED").Json["limit"]!));
        Assert.Equal(2, (await Shop.NumbersOfAsync(offer)).Issued);
    }

    [Fact]
    public async Task AClaimRepeatedWithItsKey_IsOneCoupon_AlsoWhenTheRestIsGone()
    {
        var (offer, li, han) = (await Shop.PutOfferAsync(new { quantity = 2, perMember = 5 }), await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var path = $"v1/coupon-offers/{offer}/claim";

        var first = (await li.PostAsync(path, key: "k")).Expect(201);
        await han.ClaimAsync(offer);
        var again = (await li.PostAsync(path, key: "k")).Expect(201);

        Assert.Equal($"{first.Json["coupon"]!["couponId"]}", $"{again.Json["coupon"]!["couponId"]}");
        (await li.PostAsync(path, key: "l")).Expect(409, "COUPONS_GONE");
        (await li.PostAsync(path, key: "no key")).Expect(400);
    }

    // The shop dies after the claim was recorded: its effect issues the coupon.
    [Fact]
    public async Task AClaimThatCouldNotBeCounted_IsCountedLater()
    {
        var (offer, li) = (await Shop.PutOfferAsync(), await Shop.LogInAsync());
        Shop.Network.LoseRequests(static r => r.Uri.ToUri().AbsolutePath is var path && path.Contains("/Stock", StringComparison.Ordinal));

        var reply = await li.PostAsync($"v1/coupon-offers/{offer}/claim", key: "k");
        Shop.Network.Heal();

        Assert.Contains(reply.Status, new[] { 201, 503 });
        await Eventually.IsAsync(async () => (await li.GetAsync("v1/coupons?status=Unused")).Expect(200).Json["items"]!.AsArray().Count == 1, "the coupon is issued");
        Assert.Equal(1, (await Shop.NumbersOfAsync(offer)).Issued);
    }

    [Fact]
    public async Task AnOffer_IsClaimedWhileItIsOpen()
    {
        var li = await Shop.LogInAsync();
        var now = Shop.Time.GetUtcNow();
        var (early, over, paused, granted) = (
            await Shop.PutOfferAsync(new { claimFrom = now.AddHours(1) }), await Shop.PutOfferAsync(new { claimUntil = now.AddHours(-1) }),
            await Shop.PutOfferAsync(new { paused = true }), await Shop.PutOfferAsync(new { channel = "Grant" }));
        var open = await Shop.PutOfferAsync();

        foreach (var offer in new[] { early, over, paused })
            (await li.PostAsync($"v1/coupon-offers/{offer}/claim")).Expect(409, "COUPON_OFFER_NOT_OPEN");
        foreach (var offer in new[] { granted, "unknown" })
            (await li.PostAsync($"v1/coupon-offers/{offer}/claim")).Expect(404, "COUPON_OFFER_NOT_FOUND");

        var item = Assert.Single((await li.GetAsync("v1/coupon-offers")).Expect(200).Json["items"]!.AsArray())!;
        Assert.Equal((open, 0, true), ($"{item["offer"]!["offerId"]}", (int)item["claimed"]!, (bool)item["canClaim"]!));
        await li.ClaimAsync(open);
        item = Assert.Single((await li.GetAsync("v1/coupon-offers")).Expect(200).Json["items"]!.AsArray())!;
        Assert.Equal((1, false), ((int)item["claimed"]!, (bool)item["canClaim"]!));
    }

    [Fact]
    public async Task WhoLogsInForTheFirstTime_IsGivenTheNewcomersCoupon_Once()
    {
        var offer = await Shop.PutOfferAsync(new { channel = "Newcomer", title = "新人券", validUntil = (DateTimeOffset?)null, validDays = 7 });

        var li = await Shop.LogInAsync();
        await Eventually.IsAsync(async () => (await li.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray().Count == 1, "the coupon is there");
        var again = await Shop.LogInAsAsync(li.OpenId);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "effects done");

        var coupon = Assert.Single((await again.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray())!;
        Assert.Equal((offer, "新人券"), ($"{coupon["offerId"]}", $"{coupon["terms"]!["title"]}"));
        Assert.Equal(TimeSpan.FromDays(7), coupon["validUntil"]!.GetValue<DateTimeOffset>() - coupon["validFrom"]!.GetValue<DateTimeOffset>());
        Assert.Empty((await again.GetAsync("v1/coupon-offers")).Expect(200).Json["items"]!.AsArray());
        Assert.Equal((await again.GetAsync("v1/coupons")).Expect(200).Text, (await li.GetAsync("v1/coupons")).Expect(200).Text);
    }

    // The shop dies after it has made the member: the next login says so, as long as it takes.
    [Fact]
    public async Task WhoseFirstLoginEndedHalfway_IsWelcomedByTheNext()
    {
        await Shop.PutOfferAsync(new { channel = "Newcomer" });
        var openId = $"{(await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" }))["openId"]}";
        Shop.Network.LoseRequests(static r => r.Method != RequestMethod.Get && r.Uri.ToUri().AbsolutePath.Contains("/Members", StringComparison.Ordinal));

        var code = $"{(await Shop.TellWeChatAsync("simulator/login-codes", new { openId }))["code"]}";
        (await Reply.OfAsync(await Shop.Http.PostAsJsonAsync("v1/login", new { code }))).Expect(503);
        Shop.Network.Heal();

        var li = await Shop.LogInAsAsync(openId);
        await Eventually.IsAsync(async () => (await li.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray().Count == 1, "the coupon is there");
    }

    // 优惠券即将过期.
    [Fact]
    public async Task ACouponThatEndsInADay_IsToldOf_IfItIsUnused()
    {
        await Shop.PutNoticeRuleAsync("CouponExpiring", new { thing1 = "{coupon}", time2 = "{until}" });
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync());
        var offer = await Shop.PutOfferAsync(new { perMember = 2, validUntil = Shop.Time.GetUtcNow().AddDays(3) });
        var (kept, used) = (await li.ClaimAsync(offer), await li.ClaimAsync(offer));
        await li.PayAsync((await li.PlaceWithAsync(sku, 1, used)).Payment!);
        await li.SeeCouponAsync(used, "Used");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the deadlines are set");

        await Shop.PassAsync(TimeSpan.FromDays(1));
        Assert.Empty(await RemindersAsync());
        await Shop.PassAsync(TimeSpan.FromDays(1.01));

        await Eventually.IsAsync(async () => (await RemindersAsync()).SequenceEqual([$"notice!CouponExpiring!{kept}"]), "one is reminded of");
    }

    private async Task<IReadOnlyList<string>> RemindersAsync() =>
        [.. (await StoredRows.AllAsync(Shop.ConnectionString)).Select(r => r.Row.RowKey).Where(k => k.StartsWith("notice!", StringComparison.Ordinal))];
}
