using System.Text.Json.Nodes;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Coupons;

/// <summary>A coupon goes with its order: spent in one commit with it, used when it is paid, back when it ends unpaid.</summary>
public sealed class SpendTests(Azurite azurite) : ShopTests(azurite)
{
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Orders:FreightFen"] = "600",
        ["Orders:FreeFreightFromFen"] = "9900",
    };

    [Fact]
    public async Task Preview_EqualsTheOrder_AndSaysWhichFenCameOffWhy()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5, priceFen: 1990), await Shop.LogInAsync());
        var (amount, freight) = (await li.ClaimAsync(await Shop.PutOfferAsync(new { stacksWith = new[] { "Coupon" } })), await li.ClaimAsync(await Shop.PutOfferAsync(
            new { title = "包邮", kind = "FreeFreight", amountFen = (int?)null, thresholdFen = 0, stacksWith = new[] { "Coupon" } })));

        var preview = await li.PreviewAsync(sku, 2, amount, freight);
        var order = (await li.PlaceWithAsync(sku, 2, amount, freight)).Order;

        Assert.Equal((3980L, 500L, 0L, 3480L), (Fen(order, "goodsFen"), Fen(order, "discountFen"), Fen(order, "freightFen"), Fen(order, "totalFen")));
        foreach (var name in new[] { "goodsFen", "discountFen", "freightFen", "totalFen", "discounts" })
            Assert.Equal(preview[name]!.ToJsonString(), order[name]!.ToJsonString());
        Assert.Equal(preview["lines"]!.ToJsonString(), order["lines"]!.ToJsonString());
        Assert.Equal([(amount, 500L, 0L), (freight, 600L, 600L)], order["discounts"]!.AsArray().Select(d => ($"{d!["reference"]}", Fen(d, "amountFen"), Fen(d, "freightFen"))));
    }

    // Lesson 21.
    [Fact]
    public async Task TwoCartsWithOneCoupon_AreOneOrder()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 50), await Shop.LogInAsync());
        var coupon = await li.ClaimAsync(await Shop.PutOfferAsync());
        // All see it unused before the first has written.
        Shop.Network.Gather(8);

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => li.OrderWithAsync(sku, 1, [coupon])));

        var placed = Assert.Single(replies, r => r.Status == 201);
        Assert.All(replies.Except([placed]), r => Assert.Equal("InUse", $"{r.Expect(409, "COUPON_NOT_USABLE").Json["reason"]}"));
        Assert.Equal(new StockSeen(50, 1, 1, 1), await Shop.StockOfAsync(sku));
        Assert.Equal(($"{placed.Json["order"]!["orderId"]}", "InUse"), ($"{(await li.CouponAsync(coupon))["orderId"]}", $"{(await li.CouponAsync(coupon))["status"]}"));
    }

    // Lesson 21: somebody else's coupon looks exactly like one that does not exist.
    [Fact]
    public async Task SomebodyElsesCoupon_IsRefused_LikeAnUnknownOne()
    {
        var (sku, li, han) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var hers = await han.ClaimAsync(await Shop.PutOfferAsync());

        foreach (var coupon in new[] { hers, $"{li.MemberId}{hers[13..]}", "nothing" })
            Assert.NotNull((await li.OrderWithAsync(sku, 1, [coupon])).Expect(422, "INVALID_REQUEST").Json["errors"]!["couponIds[0]"]);
        Assert.Equal("Unused", $"{(await han.CouponAsync(hers))["status"]}");
        (await li.OrderWithAsync(sku, 1, [hers, hers])).Expect(422);
    }

    [Fact]
    public async Task PlaceOrder_RepeatedWithItsKey_GivesTheOrderThatSpentTheCoupon()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync());
        var coupon = await li.ClaimAsync(await Shop.PutOfferAsync());

        var first = (await li.OrderWithAsync(sku, 1, [coupon], "one-key")).Expect(201);
        var again = (await li.OrderWithAsync(sku, 1, [coupon], "one-key")).Expect(201);

        Assert.Equal($"{first.Json["order"]!["orderId"]}", $"{again.Json["order"]!["orderId"]}");
    }

    // The coupon is read for its terms; the order's own commit spends it.
    [Fact]
    public async Task ACoupon_CostsOneCallAndOneRoundTrip()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 50), await Shop.LogInAsync());
        var offer = await Shop.PutOfferAsync(new { perMember = 2 });
        await li.PlaceWithAsync(sku, 1, await li.ClaimAsync(offer));
        var coupon = await li.ClaimAsync(offer);

        var placed = await li.PlaceWithAsync(sku, 1, coupon);

        Assert.Equal((4, false), (placed.Reply.Storage.Calls, placed.Reply.Storage.Filter));
    }

    [Fact]
    public async Task APaidOrder_UsesItsCoupon_AndTheOffersNumbersSaySo()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync());
        var offer = await Shop.PutOfferAsync();
        var coupon = await li.ClaimAsync(offer);
        var placed = await li.PlaceWithAsync(sku, 1, coupon);

        await li.PayAsync(placed.Payment!);

        Assert.NotNull((await li.SeeCouponAsync(coupon, "Used"))["usedAt"]);
        await Eventually.IsAsync(async () => await Shop.NumbersOfAsync(offer) == (1, 99, 0, 1, 500), "it is counted");
        Assert.Equal("Used", $"{(await li.OrderWithAsync(sku, 1, [coupon])).Expect(409, "COUPON_NOT_USABLE").Json["reason"]}");
    }

    [Fact]
    public async Task ACancelledOrder_GivesItsCouponBack_ForTheNextOne()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync());
        var offer = await Shop.PutOfferAsync();
        var coupon = await li.ClaimAsync(offer);
        var placed = await li.PlaceWithAsync(sku, 1, coupon);

        (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(200);
        await li.SeeCouponAsync(coupon, "Unused");
        await li.PlaceWithAsync(sku, 1, coupon);

        Assert.Equal("InUse", $"{(await li.CouponAsync(coupon))["status"]}");
        Assert.Equal((1, 99), ((await Shop.NumbersOfAsync(offer)).Issued, (await Shop.NumbersOfAsync(offer)).Left));
    }

    [Fact]
    public async Task AnOrderThatRunsOut_IsCountedAsInUse_AndThenGivesItsCouponBack()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync());
        var offer = await Shop.PutOfferAsync();
        var coupon = await li.ClaimAsync(offer);
        var placed = await li.PlaceWithAsync(sku, 1, coupon);
        var message = new JsonObject { ["orderId"] = placed.OrderId, ["skus"] = new JsonArray(sku), ["attempt"] = 0 }.ToJsonString();

        await Shop.FireAsync("CloseUnpaidOrder", message);
        await Eventually.IsAsync(async () => (await Shop.NumbersOfAsync(offer)).InUse == 1, "it is counted");
        Shop.Time.Advance(TimeSpan.FromMinutes(31));
        await Shop.FireAsync("CloseUnpaidOrder", message);

        await li.SeeCouponAsync(coupon, "Unused");
        await Eventually.IsAsync(async () => await Shop.NumbersOfAsync(offer) == (1, 99, 0, 0, 0), "it is counted as nothing");
    }

    [Theory]
    [InlineData(true, "Unused")]
    [InlineData(false, "Used")]
    public async Task AFullRefundBeforeShipping_GivesTheCouponBack_IfTheOfferSaysSo(bool returns, string status)
    {
        var (sku, li, keeper) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var offer = await Shop.PutOfferAsync(new { returnOnRefund = returns });
        var coupon = await li.ClaimAsync(offer);
        var placed = await li.PlaceWithAsync(sku, 2, coupon);
        await li.PayAsync(placed.Payment!);
        await li.SeeCouponAsync(coupon, "Used");

        // A part of it gives nothing back but money: exactly what was paid for the piece.
        var part = await li.RefundAsync(placed.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted", lines = new[] { new { lineNo = 1, quantity = 1 } } });
        await keeper.DecideAsync(part, "approve");
        await li.SeeRefundAsync(placed.OrderId, part, "Succeeded");
        Assert.Equal("Used", $"{(await li.CouponAsync(coupon))["status"]}");
        var rest = await li.RefundAsync(placed.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        await keeper.DecideAsync(rest, "approve");

        await li.SeeOrderAsync(placed.OrderId, o => $"{o["status"]}" == "Closed");
        Assert.Equal(Fen(placed.Order, "totalFen"), Fen(part, "amountFen") + Fen(rest, "amountFen"));
        await li.SeeCouponAsync(coupon, status);
        await Eventually.IsAsync(async () => await Shop.NumbersOfAsync(offer) == (returns ? (1, 99, 0, 0, 0) : (1, 99, 0, 1, 500)), "it is counted");
    }

    [Fact]
    public async Task AnExpiredCoupon_IsListedSo_AndRefused()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync());
        var coupon = await li.ClaimAsync(await Shop.PutOfferAsync(new { validUntil = Shop.Time.GetUtcNow().AddDays(2) }));

        Shop.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal("Expired", $"{(await li.OrderWithAsync(sku, 1, [coupon])).Expect(409, "COUPON_NOT_USABLE").Json["reason"]}");
        Assert.Equal(coupon, $"{Assert.Single((await li.GetAsync("v1/coupons?status=Expired")).Expect(200).Json["items"]!.AsArray())!["couponId"]}");
        Assert.Empty((await li.GetAsync("v1/coupons?status=Unused")).Expect(200).Json["items"]!.AsArray());
        (await li.GetAsync("v1/coupons?status=Gone")).Expect(400);
        (await li.GetAsync("v1/coupons?next=x")).Expect(400);
    }

    [Fact]
    public async Task Preview_TellsWhatEachCouponWouldSave_AndTheBestOfThem()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5, priceFen: 2000), await Shop.LogInAsync());
        var five = await li.ClaimAsync(await Shop.PutOfferAsync());
        var eight = await li.ClaimAsync(await Shop.PutOfferAsync(new { amountFen = 800 }));
        var far = await li.ClaimAsync(await Shop.PutOfferAsync(new { amountFen = 900, thresholdFen = 5000 }));
        var others = await li.ClaimAsync(await Shop.PutOfferAsync(new { scope = new { categories = new[] { "茶具" } } }));

        var preview = await li.PreviewAsync(sku, 1);

        Assert.Equal(2600, Fen(preview, "totalFen"));
        Assert.Equal((eight, 800L), ($"{Assert.Single(preview["bestCoupons"]!["couponIds"]!.AsArray())}", Fen(preview["bestCoupons"]!, "savingFen")));
        var coupons = preview["coupons"]!.AsArray().ToDictionary(c => $"{c!["couponId"]}", c => c!, StringComparer.Ordinal);
        Assert.Equal([(true, 500L, ""), (true, 800L, ""), (false, 0L, "BelowThreshold"), (false, 0L, "OutOfScope")], new[] { five, eight, far, others }.Select(id =>
            ((bool)coupons[id]["isUsable"]!, Fen(coupons[id], "savingFen"), $"{coupons[id]["reason"]}")));
        Assert.Equal(3000, Fen(coupons[far], "missingFen"));
        Assert.Equal(1800, Fen(await li.PreviewAsync(sku, 1, eight), "totalFen"));
    }

    // WeChat takes no payment of nothing.
    [Fact]
    public async Task ACouponLargerThanTheGoods_LeavesTheFreight_OrOneFen()
    {
        var (sku, li) = (await Shop.PutOnSaleAsync(pieces: 5, priceFen: 300), await Shop.LogInAsync());
        var large = await li.ClaimAsync(await Shop.PutOfferAsync(new { thresholdFen = 0, stacksWith = new[] { "Coupon" } }));
        var freight = await li.ClaimAsync(await Shop.PutOfferAsync(new { kind = "FreeFreight", amountFen = (int?)null, thresholdFen = 0, stacksWith = new[] { "Coupon" } }));

        Assert.Equal(600, Fen(await li.PreviewAsync(sku, 1, large), "totalFen"));
        var placed = await li.PlaceWithAsync(sku, 1, large, freight);
        await li.PayAsync(placed.Payment!);

        Assert.Equal(1, Fen((await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid")), "totalFen"));
    }

    private static long Fen(JsonNode node, string name) => (long)node[name]!;
}
