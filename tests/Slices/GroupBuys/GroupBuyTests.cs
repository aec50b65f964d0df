using System.Text.Json.Nodes;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Testing;

namespace WeCommerce.Slices.GroupBuys;

/// <summary>Buying together (拼团), through HTTP and with WeChat's own notifies.</summary>
public sealed class GroupBuyTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Group_OfThree_Succeeds_WhenTheThirdHasPaid()
    {
        var (sku, activity) = await PutAsync(size: 3, pieces: 10);
        var li = await Shop.LogInAsync("李雷");
        (await li.PatchAsync("v1/me", new { nickname = "李雷", avatarUrl = "https://example.com/li.png" })).Expect(200);
        var first = await li.OpenGroupAsync(activity, sku);
        Assert.Equal(GroupBuySteps.PriceFen, first.Order["totalFen"]!.GetValue<long>());
        Assert.Equal("PendingPayment", $"{first.Order["status"]}");

        var group = await li.PayForGroupAsync(first);
        Assert.Equal("AwaitingGroup", $"{(await li.ReadOrderAsync(first.OrderId))["status"]}");
        var seen = await li.SeeGroupAsync(group, g => $"{g["status"]}" == "InProgress");
        Assert.Equal((3, 2, "李雷"), ((int)seen["size"]!, (int)seen["missing"]!, $"{seen["leader"]!["nickname"]}"));

        var orders = new List<(Shopper Who, Placed Placed)> { (li, first) };
        for (var n = 2; n <= 3; n++)
        {
            var friend = await Shop.LogInAsync($"朋友{n}");
            orders.Add((friend, await friend.JoinGroupAsync(activity, sku, group)));
            await friend.PayAsync(orders[^1].Placed.Payment!);
        }

        await li.SeeGroupAsync(group, g => $"{g["status"]}" == "Succeeded");
        foreach (var (who, placed) in orders)
        {
            var order = await who.SeeOrderAsync(placed.OrderId, o => $"{o["status"]}" == "AwaitingShipment");
            Assert.Equal(("Succeeded", "拼团成功，等待发货"), ($"{order["groupBuy"]!["status"]}", $"{order["timeline"]!.AsArray()[^1]!["what"]}"));
        }
        await Eventually.IsAsync(async () => (await Shop.StockOfAsync(sku)) == new StockSeen(7, 0, 0, 0), "three are sold");
    }

    // Lesson 23: who has not paid is no member; lesson 24, 27: too few at the end, and everybody is paid back by their own order.
    [Fact]
    public async Task Group_WithTooFew_FailsAtItsEnd_AndPaysBack()
    {
        var (sku, activity) = await PutAsync(size: 3, pieces: 10, minutesToFill: 60);
        var (li, han, lin) = (await Shop.LogInAsync("李雷"), await Shop.LogInAsync("韩梅梅"), await Shop.LogInAsync("林涛"));
        var first = await li.OpenGroupAsync(activity, sku, quantity: 2);
        var group = await li.PayForGroupAsync(first);
        var second = await han.JoinGroupAsync(activity, sku, group);
        await han.PayAsync(second.Payment!);
        await han.SeeOrderAsync(second.OrderId, o => $"{o["status"]}" == "AwaitingGroup");
        await lin.JoinGroupAsync(activity, sku, group);
        await li.SeeGroupAsync(group, g => (int)g["missing"]! == 1);

        await PassAsync(TimeSpan.FromMinutes(61));

        await li.SeeGroupAsync(group, g => $"{g["status"]}" == "Failed");
        foreach (var (who, placed) in new[] { (li, first), (han, second) })
        {
            var order = await who.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Refunded");
            Assert.Equal(("Closed", "Failed"), ($"{order["status"]}", $"{order["groupBuy"]!["status"]}"));
        }
        var refunds = (await Shop.LedgerAsync())["refunds"]!.AsArray();
        Assert.Equal([first.OutTradeNo, second.OutTradeNo], refunds.Select(r => $"{r!["outTradeNo"]}").Order().Intersect([first.OutTradeNo, second.OutTradeNo]).OrderBy(n => n == first.OutTradeNo ? 0 : 1));
        await Eventually.IsAsync(async () => await Shop.StockOfAsync(sku) is { OnHand: 10 }, "all pieces are there again");
        var numbers = (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/group-buy-activities")).Expect(200).Json["items"]![0]!["numbers"]!;
        Assert.Equal((1, 1, 0, 2), ((int)numbers["groups"]!, (int)numbers["failed"]!, (int)numbers["fillPercent"]!, (int)numbers["ordersLost"]!));
    }

    // Lesson 24: the last seat has one winner, and the others learn it before they pay.
    [Fact]
    public async Task LastSeat_HasOneWinner_AndTheOthersAreShownWhereElseToGo()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 100);
        var (li, lin) = (await Shop.LogInAsync("李雷"), await Shop.LogInAsync("林涛"));
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        var other = await lin.PayForGroupAsync(await lin.OpenGroupAsync(activity, sku));
        await WaitingAsync(activity, 2);
        var crowd = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Shop.LogInAsync($"路人{n}")));

        var replies = await Task.WhenAll(crowd.Select(c => c.TryGroupAsync(activity, sku, group)));

        Assert.Single(replies, r => r.Status == 201);
        Assert.All(replies.Where(r => r.Status != 201), r =>
        {
            r.Expect(409, "GROUP_FULL");
            Assert.Contains(r.Json["groups"]!.AsArray(), g => $"{g!["groupId"]}" == other);
            Assert.True((bool)r.Json["canOpen"]!);
        });
        // What the losers had held is free again.
        await Eventually.IsAsync(async () => await Shop.StockOfAsync(sku) is { OnHand: 98, Holds: 1 }, "one piece is held");
    }

    // All want in at the same moment: nobody is turned away, or told to come again, while there are seats.
    [Fact]
    public async Task ManyAtOnce_AllGetASeat_WhileThereAreEnough()
    {
        var (sku, activity) = await PutAsync(size: 30, pieces: 100);
        var li = await Shop.LogInAsync();
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        var crowd = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Shop.LogInAsync($"路人{n}")));

        var replies = await Task.WhenAll(crowd.Select(c => c.TryGroupAsync(activity, sku, group)));

        Assert.All(replies, r => r.Expect(201));
        var seats = (await li.GetAsync($"v1/group-buys/{group}")).Expect(200).Json["seats"]!.AsArray();
        Assert.Equal(21, seats.Select(s => (int)s!["k"]!).Distinct().Count());
        Assert.True((bool)seats[0]!["paid"]!);
    }

    [Fact]
    public async Task Seat_IsFreeAgain_WhenItsOrderIsCancelled()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 10);
        var (li, han, lin) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"), await Shop.LogInAsync("林涛"));
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        var placed = await han.JoinGroupAsync(activity, sku, group);
        (await lin.TryGroupAsync(activity, sku, group)).Expect(409, "GROUP_FULL");
        (await han.TryGroupAsync(activity, sku, group)).Expect(409, "ALREADY_IN_GROUP");

        (await han.PostAsync($"v1/orders/{placed.OrderId}/cancel", new { reason = "算了" })).Expect(200);

        await Eventually.IsAsync(async () => (await lin.TryGroupAsync(activity, sku, group)).Status == 201, "the seat is free");
    }

    // 阶梯团: everybody pays the first price; what the group reaches at its end goes back to each by itself.
    [Fact]
    public async Task Ladder_GivesBackTheDifferenceToThePriceThatWasReached()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 20);
        var keeper = await Shop.LogInAsOperatorAsync();
        var activity = await keeper.PutActivityAsync(GroupBuySteps.Activity(sku, 5, 60, (2, 1500), (3, 1200), (5, 1000)));
        var li = await Shop.LogInAsync();
        var first = await li.OpenGroupAsync(activity, sku, quantity: 2);
        var group = await li.PayForGroupAsync(first);
        var others = new List<(Shopper Who, Placed Placed)>();
        for (var n = 0; n < 2; n++)
        {
            var friend = await Shop.LogInAsync($"朋友{n}");
            others.Add((friend, await friend.JoinGroupAsync(activity, sku, group)));
            await friend.PayAsync(others[^1].Placed.Payment!);
        }
        await li.SeeGroupAsync(group, g => (int)g["missing"]! == 2);

        await PassAsync(TimeSpan.FromMinutes(61));

        await li.SeeGroupAsync(group, g => $"{g["status"]}" == "Succeeded");
        var order = await li.SeeOrderAsync(first.OrderId, o => $"{o["payStatus"]}" == "PartlyRefunded");
        Assert.Equal(("AwaitingShipment", 600L), ($"{order["status"]}", (long)order["lines"]![0]!["rebateFen"]!));
        await others[0].Who.SeeOrderAsync(others[0].Placed.OrderId, o => $"{o["payStatus"]}" == "PartlyRefunded" && (long)o["lines"]![0]!["rebateFen"]! == 300);
        // What is left of a piece's price is what it is worth when it comes back.
        var refund = (await li.PostAsync($"v1/orders/{first.OrderId}/refunds", new { kind = "RefundOnly", reason = "NoLongerWanted" }, "all")).Expect(201).Json["refund"]!;
        Assert.Equal(2400L, (long)refund["amountFen"]!);
    }

    [Fact]
    public async Task Newcomers_MayJoin_OthersMayOnlyOpen()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 10, a => a.With("newcomersOnly", true));
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        await li.BuyAsync(sku);
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        var lin = await Shop.LogInAsync("林涛");
        await lin.BuyAsync(sku);

        (await lin.TryGroupAsync(activity, sku, group)).Expect(409, "NEWCOMERS_ONLY");
        await han.PayAsync((await han.JoinGroupAsync(activity, sku, group)).Payment!);

        await li.SeeGroupAsync(group, g => $"{g["status"]}" == "Succeeded");
        await Eventually.SeeAsync(
            async () => (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/group-buy-activities")).Json["items"]![0]!["numbers"]!,
            n => (int)n["newcomers"]! == 1 && (int)n["succeeded"]! == 1, "one newcomer");
    }

    [Fact]
    public async Task Limit_CountsAllOrdersOfAMember_AndFreesThoseThatEnd()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 10, a => a.With("limitPerMember", 2));
        var li = await Shop.LogInAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => li.TryGroupAsync(activity, sku)));

        Assert.Equal(2, replies.Count(r => r.Status == 201));
        Assert.All(replies.Where(r => r.Status != 201), r => r.Expect(409, "LIMIT_REACHED"));
        var one = replies.First(r => r.Status == 201).Json["order"]!["orderId"];
        (await li.PostAsync($"v1/orders/{one}/cancel")).Expect(200);
        await Eventually.IsAsync(async () => (await li.TryGroupAsync(activity, sku)).Status == 201, "the share is free again");
    }

    // A stop of the host of 30 hours: a third member paid in time, and WeChat's notify found nobody. The shop asks before it gives the group up.
    [Fact]
    public async Task Expiry_AsksWeChat_BeforeItGivesUpWhoPaidInSilence()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 10, minutesToFill: 20);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        var placed = await han.JoinGroupAsync(activity, sku, group);
        await han.PayAsync(placed.Payment!, "PaidButSilent");

        await PassAsync(TimeSpan.FromHours(30));

        await li.SeeGroupAsync(group, g => $"{g["status"]}" == "Succeeded");
        await han.SeeOrderAsync(placed.OrderId, o => $"{o["status"]}" == "AwaitingShipment");
    }

    [Fact]
    public async Task OrdersThatWaitForTheirGroup_AreNeitherSentNorReturned()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 10);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var placed = await li.OpenGroupAsync(activity, sku);
        await li.PayForGroupAsync(placed);

        (await keeper.PostAsync($"v1/ops/orders/{placed.OrderId}/shipments", new { carrier = "SF", trackingNo = "SF1" })).Expect(409, "ORDER_AWAITS_GROUP");
        (await li.PostAsync($"v1/orders/{placed.OrderId}/refunds", new { kind = "RefundOnly", reason = "NoLongerWanted" }, "r")).Expect(409, "ORDER_AWAITS_GROUP");
        var listed = (await li.GetAsync("v1/orders?status=AwaitingGroup")).Expect(200).Json["items"]!.AsArray();
        Assert.Equal(placed.OrderId, $"{Assert.Single(listed)!["orderId"]}");
    }

    [Fact]
    public async Task WhatCannotBe_IsSaid()
    {
        var (sku, activity) = await PutAsync(size: 2, pieces: 10);
        var (li, keeper, other) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 1));

        (await li.TryGroupAsync("nothing", sku)).Expect(404, "GROUP_BUY_NOT_FOUND");
        (await li.TryGroupAsync(activity, sku, "00000000000000000")).Expect(404, "GROUP_NOT_FOUND");
        (await li.TryGroupAsync(activity, other)).Expect(422);
        (await li.TryGroupAsync(activity, sku, "no group")).Expect(422);
        // Nobody sees a group before its leader paid.
        var opening = await li.OpenGroupAsync(activity, sku);
        var group = $"{opening.Order["groupBuy"]!["groupId"]}";
        Assert.Equal(404, (await li.GetAsync($"v1/group-buys/{group}")).Status);
        (await (await Shop.LogInAsync("林涛")).TryGroupAsync(activity, sku, group)).Expect(404, "GROUP_NOT_FOUND");
        (await keeper.PutAsync("v1/ops/group-buy-activities/x", GroupBuySteps.Activity(sku, 3, 60, (3, 1500), (2, 1200)))).Expect(422);
        (await keeper.PutAsync("v1/ops/group-buy-activities/x", GroupBuySteps.Activity(sku).With("spuId", "nothing"))).Expect(422);
        var over = await keeper.PutActivityAsync(GroupBuySteps.Activity(sku).With("endsAt", "2026-01-02T00:00:00Z"));
        await Eventually.IsAsync(async () => (await li.TryGroupAsync(over, sku)).Code == "GROUP_BUY_NOT_RUNNING", "it is over");
        var product = (await li.GetAsync($"v1/products/{sku}-spu")).Expect(200).Json["groupBuys"]!.AsArray();
        Assert.Equal(activity, $"{Assert.Single(product)!["activityId"]}");
    }

    // Who joins after the activity's end buys from its pool, too: the pieces stay until no group waits.
    [Fact]
    public async Task Pool_StaysUntilNoGroupWaits_ThenGoesBack()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 10);
        var activity = await (await Shop.LogInAsOperatorAsync()).PutActivityAsync(GroupBuySteps.Activity(sku, size: 2, minutesToFill: 60)
            .With("endsAt", Shop.Time.GetUtcNow().AddMinutes(10)).With("pieces", new JsonArray(new JsonObject { ["skuId"] = sku, ["pieces"] = 4 })));
        await Eventually.IsAsync(async () => (await Shop.StockOfAsync(sku), await Shop.StockOfAsync($"{sku}@g-{activity}")) is ({ OnHand: 6 }, { OnHand: 4 }), "four are set aside");
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        await WaitingAsync(activity, 1);

        await PassAsync(TimeSpan.FromMinutes(11));
        (await li.TryGroupAsync(activity, sku)).Expect(409, "GROUP_BUY_NOT_RUNNING");
        await han.PayAsync((await han.JoinGroupAsync(activity, sku, group)).Payment!);
        await li.SeeGroupAsync(group, g => $"{g["status"]}" == "Succeeded");
        await WaitingAsync(activity, 0);
        await PassAsync(TimeSpan.FromHours(2));

        await Eventually.IsAsync(async () => (await Shop.StockOfAsync(sku), await Shop.StockOfAsync($"{sku}@g-{activity}")) is ({ OnHand: 8 }, { OnHand: 0 }), "two are back");
    }

    // What opening and joining cost: three round trips, the order's own commit counted.
    [Fact]
    public async Task OpeningAndJoining_CostThreeRoundTrips()
    {
        var (sku, activity) = await PutAsync(size: 50, pieces: 100);
        var li = await Shop.LogInAsync();
        var group = await li.PayForGroupAsync(await li.OpenGroupAsync(activity, sku));
        var (opened, joined) = (new List<Reply>(), new List<Reply>());
        for (var n = 0; n < 5; n++)
        {
            var friend = await Shop.LogInAsync($"朋友{n}");
            opened.Add((await friend.OpenGroupAsync(activity, sku)).Reply);
            joined.Add((await friend.JoinGroupAsync(activity, sku, group)).Reply);
        }

        // What is sent together may be pulled apart on a busy machine: the least of some counts.
        Assert.Equal((6, 3), (opened.Min(r => r.Storage.Calls), opened.Min(r => r.Storage.Trips)));
        Assert.Equal((7, 3), (joined.Min(r => r.Storage.Calls), joined.Min(r => r.Storage.Trips)));
    }

    private Task<(string Sku, string ActivityId)> PutAsync(int size, int pieces, Func<JsonObject, JsonObject> change) => PutAsync(size, pieces, 60, change);

    private async Task<(string Sku, string ActivityId)> PutAsync(int size, int pieces, int minutesToFill = 60, Func<JsonObject, JsonObject>? change = null)
    {
        var sku = await Shop.PutOnSaleAsync(pieces);
        var activity = GroupBuySteps.Activity(sku, size, minutesToFill);
        return (sku, await (await Shop.LogInAsOperatorAsync()).PutActivityAsync(change?.Invoke(activity) ?? activity));
    }

    private Task WaitingAsync(string activity, int groups) => Eventually.IsAsync(
        async () => (await (await Shop.LogInAsOperatorAsync()).GetAsync($"v1/group-buy-activities/{activity}/groups")).Json["items"]!.AsArray().Count == groups, "groups wait");

    // The shop's timer goes by the machine's minute: here it is told to look.
    private async Task PassAsync(TimeSpan time)
    {
        Shop.Time.Advance(time);
        await Shop.FireAsync(nameof(MeetDeadlines), "");
    }
}
