using System.Text.Json.Nodes;
using WeCommerce.Slices.Coupons;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Promotions;

/// <summary>Rules of the shop come off by themselves, and the order says what came off why.</summary>
public sealed class PromotionTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task MemberPrice_Rule_AndCoupon_ComeOffInThisOrder()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 9, priceFen: 11000), await Shop.LogInAsync());
        await Shop.PutRuleAsync("member", new { kind = "MemberPrices", title = "会员价", prices = new[] { new { skuId = sku, priceFen = 10000 } } });
        await Shop.PutRuleAsync("tiers", new { title = "满200减30", tiers = new[] { new { fromFen = 20000, kind = "AmountOff", amountFen = 3000 } } });
        var coupon = await li.ClaimAsync(await Shop.PutOfferAsync(new { title = "9折", kind = "PercentOff", amountFen = (int?)null, percentOff = 10, mostFen = 1500 }));

        var order = (await li.PlaceWithAsync(sku, 2, coupon)).Order;

        Assert.Equal(
            [("MemberPrice", "member", "会员价", 2000L), ("Promotion", "tiers", "满200减30", 3000L), ("Coupon", coupon, "9折", 1500L)],
            order["discounts"]!.AsArray().Select(d => ($"{d!["kind"]}", $"{d["reference"]}", $"{d["title"]}", (long)d["amountFen"]!)));
        Assert.Equal((22000L, 6500L, 15500L), ((long)order["goodsFen"]!, (long)order["discountFen"]!, (long)order["totalFen"]!));
        Assert.Equal(6500, (long)order["lines"]![0]!["discountFen"]!);
    }

    [Fact]
    public async Task MemberPrice_ShowsWithTheProduct_AndInTheCart_WhileItRuns()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 9, priceFen: 11000), await Shop.LogInAsync());
        (await li.PutAsync($"v1/cart/{sku}", new { quantity = 1 })).Expect(200);
        Assert.Null((await li.GetAsync($"v1/products/{sku}-spu")).Json["skus"]![0]!["memberPriceFen"]);

        await Shop.PutRuleAsync("member", new { kind = "MemberPrices", title = "会员价", prices = new[] { new { skuId = sku, priceFen = 10000 } } });
        await Shop.PutRuleAsync("dearer", new { kind = "MemberPrices", title = "会员价", prices = new[] { new { skuId = sku, priceFen = 12000 } } });

        Assert.Equal(10000, (long)(await li.GetAsync($"v1/products/{sku}-spu")).Json["skus"]![0]!["memberPriceFen"]!);
        var line = (await li.GetAsync("v1/cart")).Json["lines"]![0]!;
        Assert.Equal((11000L, 10000L), ((long)line["priceFen"]!, (long)line["memberPriceFen"]!));
    }

    [Fact]
    public async Task WhatDoesNotStack_IsDecidedForTheShopper()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 9, priceFen: 10000), await Shop.LogInAsync());
        await Shop.PutRuleAsync("alone", new { title = "限时8折", stacksWith = Array.Empty<string>(), tiers = new[] { new { fromPieces = 1, kind = "PercentOff", percentOff = 20 } } });
        var (small, large) = (await li.ClaimAsync(await Shop.PutOfferAsync()), await li.ClaimAsync(await Shop.PutOfferAsync(new { amountFen = 2500 })));

        Assert.Equal(8000, (long)(await li.PreviewAsync(sku, 1))["totalFen"]!);
        Assert.Equal("SavesNothing", $"{(await li.OrderWithAsync(sku, 1, [small])).Expect(409, "COUPON_NOT_USABLE").Json["reason"]}");
        var order = (await li.PlaceWithAsync(sku, 1, large)).Order;
        Assert.Equal((7500L, "Coupon"), ((long)order["totalFen"]!, $"{Assert.Single(order["discounts"]!.AsArray())!["kind"]}"));
    }

    [Fact]
    public async Task ARule_RunsWhileItRuns_ForItsGoods()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 9, priceFen: 1000), await Shop.LogInAsync());
        var now = Shop.Time.GetUtcNow();
        object tiers = new[] { new { fromPieces = 1, kind = "PercentOff", percentOff = 50 } };
        await Shop.PutRuleAsync("early", new { from = now.AddHours(1), tiers });
        await Shop.PutRuleAsync("paused", new { paused = true, tiers });
        await Shop.PutRuleAsync("others", new { scope = new { categories = new[] { "茶具" } }, tiers });
        Assert.Equal(1000, (long)(await li.PreviewAsync(sku, 1))["totalFen"]!);

        Shop.Time.Advance(TimeSpan.FromHours(1.1));
        Assert.Equal(500, (long)(await li.PreviewAsync(sku, 1))["totalFen"]!);
        Assert.Equal(["early", "others", "paused"], (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/promotions")).Expect(200).Json["items"]!.AsArray().Select(p => $"{p!["promotionId"]}"));
    }

    [Fact]
    public async Task RulesThatContradictThemselves_OrAreTooMany_AreRefused()
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        object tiers = new[] { new { fromFen = 1000, kind = "AmountOff", amountFen = 100 } };
        foreach (var (field, rule) in new (string, object)[]
        {
            ("kind", new { kind = (string?)null }), ("tiers", new { tiers = Array.Empty<object>() }), ("prices", new { kind = "MemberPrices" }),
            ("tiers[0].amountFen", new { tiers = new[] { new { fromFen = 1000, kind = "AmountOff", amountFen = 1000 } } }),
            ("tiers", new { tiers = new[] { new { fromFen = 2000, kind = "AmountOff", amountFen = 100 }, new { fromFen = 1000, kind = "AmountOff", amountFen = 200 } } }),
            ("tiers[0].fromFen", new { tiers = new[] { new { kind = "AmountOff", amountFen = 100 } } }),
            ("stacksWith", new { tiers, stacksWith = new[] { "Coupon", "Coupon" } }),
        })
        {
            var reply = (await keeper.PutAsync("v1/ops/promotions/rule", CouponSteps.RuleBody(Shop.Time.GetUtcNow(), rule))).Expect(422, "INVALID_REQUEST");
            Assert.True(reply.Json["errors"]![field] is JsonArray, $"{field}: {reply}");
        }

        for (var n = 0; n < 6; n++)
            await Shop.PutRuleAsync($"rule-{n}", new { tiers });
        var seventh = CouponSteps.RuleBody(Shop.Time.GetUtcNow(), new { tiers });
        (await keeper.PutAsync("v1/ops/promotions/rule-6", seventh)).Expect(409, "TOO_MANY_PROMOTIONS");
        (await keeper.PutAsync("v1/ops/promotions/rule-5", seventh)).Expect(200);
        seventh["paused"] = true;
        (await keeper.PutAsync("v1/ops/promotions/rule-6", seventh)).Expect(200);
    }
}
