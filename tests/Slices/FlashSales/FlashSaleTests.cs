using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Stock;
using WeCommerce.Slices.Notices;
using WeCommerce.Testing;

namespace WeCommerce.Slices.FlashSales;

public sealed class FlashSaleTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Orders_BeforeAtAndAfterTheInstant()
    {
        var session = await Session.PlanAsync(Shop, pieces: 5);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync());
        await session.OrderAsync(li);

        var early = (await session.OrderAsync(li)).Expect(425, "TOO_EARLY");
        var seconds = (int)early.Json["secondsLeft"]!;
        Assert.InRange(seconds, 3500, 3600);
        Assert.Equal($"{seconds}", early.Header("Retry-After"));
        Assert.Equal(session.OpensAt, DateTimeOffset.Parse($"{early.Json["opensAt"]}", null));
        Assert.Equal((0, 0, false), early.Storage);

        session.Open();
        (await session.OrderAsync(han)).Expect(201);
        var placed = (await session.OrderAsync(li)).Expect(201);
        // As a plain order's, and a row of the member's: [close message ∥ hold ∥ limit] → commit. On a busy machine what goes out at once may not: the best of three.
        var (bought, storage) = (2, placed.Storage);
        for (; bought < 4 && storage.Trips > 2; bought++)
            storage = (await session.OrderAsync(await Shop.LogInAsync())).Expect(201).Storage;
        Assert.Equal((4, 2, false), storage);
        Assert.Equal((session.Id, Session.PriceFen), ($"{placed.Json["order"]!["flashSale"]!["sessionId"]}", (int)placed.Json["order"]!["lines"]![0]!["priceFen"]!));
        Assert.Equal(new StockSeen(5, bought, bought, bought), await Shop.StockOfAsync(session.Pool));

        session.Close();
        (await session.OrderAsync(han)).Expect(409, "FLASH_SALE_OVER");
    }

    [Fact]
    public async Task APlacedOrder_IsTheAnswerToItsKey_HoweverTheSaleStands()
    {
        var session = await Session.OpenAsync(Shop, pieces: 1);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (li, han) = (await Shop.LogInAsync(), await other.LogInAsync());
        var placed = $"{(await session.OrderAsync(li, key: "k1")).Expect(201).Json["order"]!["orderId"]}";
        (await session.OrderAsync(han)).Expect(409, "OUT_OF_STOCK");
        var there = await other.LogInAsAsync(li.OpenId);

        foreach (var who in (Shopper[])[li, there])
            Assert.Equal(placed, $"{(await session.OrderAsync(who, key: "k1")).Expect(201).Json["order"]!["orderId"]}");
        session.Close();
        Assert.Equal(placed, $"{(await session.OrderAsync(li, key: "k1")).Expect(201).Json["order"]!["orderId"]}");
    }

    [Fact]
    public async Task SoldOut_IsAnsweredFromMemory_UntilSomethingComesFree()
    {
        var session = await Session.OpenAsync(Shop, pieces: 2);
        var buyers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Shop.LogInAsync()));
        var first = $"{(await session.OrderAsync(buyers[0])).Expect(201).Json["order"]!["orderId"]}";
        (await session.OrderAsync(buyers[1])).Expect(201);
        (await session.OrderAsync(buyers[2])).Expect(409, "OUT_OF_STOCK");

        var refusals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => session.OrderAsync(buyers[3])));
        Assert.All(refusals, r => r.Expect(409, "OUT_OF_STOCK"));
        var calls = refusals.Select(r => r.Storage.Calls).ToList();
        Assert.True(calls.Count(c => c == 0) > 15, string.Join(',', calls));
        Assert.All(calls, c => Assert.True(c <= 2, string.Join(',', calls)));

        // By another instance, so that this one does not hear of it.
        await using var other = await ShopHost.StartBesideAsync(Shop);
        (await (await other.LogInAsAsync(buyers[0].OpenId)).PostAsync($"v1/orders/{first}/cancel", new { reason = "不想要了" })).Expect(200);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(session.Pool), s => s.Reserved == 1, "a piece is free");
        Shop.Time.Advance(TimeSpan.FromSeconds(1.1));
        (await session.OrderAsync(buyers[3])).Expect(201);
    }

    // Two requests of one member at once, at two machines: the limit is one row of the member's partition.
    [Fact]
    public async Task LimitPerMember_HoldsUnderConcurrency()
    {
        var session = await Session.OpenAsync(Shop, pieces: 10, limitPerMember: 2);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var li = await Shop.LogInAsync();
        var there = await other.LogInAsAsync(li.OpenId);

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => session.OrderAsync(n % 2 == 0 ? li : there)));

        Assert.All(replies.Where(r => r.Status != 201), r => Assert.Contains(r.Code, new[] { "LIMIT_REACHED", "TRY_AGAIN" }));
        Assert.InRange(replies.Count(r => r.Status == 201), 1, 2);
        if (replies.Count(r => r.Status == 201) < 2)
            (await session.OrderAsync(li)).Expect(201);
        var over = (await session.OrderAsync(li)).Expect(409, "LIMIT_REACHED");
        Assert.Equal((2, 0), ((int)over.Json["limit"]!, (int)over.Json["left"]!));
        await Eventually.SeeAsync(() => Shop.StockOfAsync(session.Pool), s => s == new StockSeen(10, 2, 2, 2), "the others hold nothing");

        // What is cancelled does not count.
        var mine = (await li.GetAsync("v1/orders?status=PendingPayment")).Json["items"]!.AsArray();
        (await li.PostAsync($"v1/orders/{mine[0]!["orderId"]}/cancel", new { reason = "不想要了" })).Expect(200);
        await Eventually.IsAsync(async () => (await session.OrderAsync(li)).Status == 201, "one more");
    }

    [Fact]
    public async Task Reservation_WhereRequired_LetsIn_AndReminds()
    {
        await Shop.PutNoticeRuleAsync("FlashSaleOpening", new { thing1 = "{product}", time2 = "{time}" });
        var session = await Session.PlanAsync(Shop, pieces: 5, reservationRequired: true);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync());

        var reserved = (await li.PostAsync($"v1/flash-sales/{session.Id}/reservations")).Expect(201).Json;
        Assert.Equal($"{reserved["reservedAt"]}", $"{(await li.PostAsync($"v1/flash-sales/{session.Id}/reservations")).Expect(201).Json["reservedAt"]}");
        (await li.PostAsync("v1/flash-sales/nothing/reservations")).Expect(404, "FLASH_SALE_NOT_FOUND");
        await Eventually.SeeAsync(async () => await NumbersAsync(session), s => (int)s["reservations"]! == 1, "it is on the list");
        Shop.Time.Advance(session.OpensAt.AddMinutes(-9) - Shop.Time.GetUtcNow());
        await Shop.FireAsync("MeetDeadlines", "");
        await Eventually.IsAsync(
            async () => (await StoredRows.AllAsync(Shop.ConnectionString)).Any(r => r.Row.PartitionKey == li.MemberId && r.Row.RowKey.StartsWith($"notice!FlashSaleOpening!{session.Id}-", StringComparison.Ordinal)),
            "who reserved is reminded");

        session.Open();
        (await han.PostAsync($"v1/flash-sales/{session.Id}/reservations")).Expect(409, "RESERVATIONS_CLOSED");
        (await session.OrderAsync(han)).Expect(409, "RESERVATION_REQUIRED");
        (await session.OrderAsync(li)).Expect(201);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(session.Pool), s => s == new StockSeen(5, 1, 1, 1), "who was refused holds nothing");
    }

    [Fact]
    public async Task AfterClosing_WhatIsLeftComesBack_AndLaterWhatWasHeld()
    {
        var session = await Session.OpenAsync(Shop, pieces: 6, ofPieces: 10, stockShards: 2);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync());
        var unpaid = (await session.OrderAsync(li)).Expect(201).Json["order"]!;
        var paid = (await session.OrderAsync(han)).Expect(201).Json;
        await han.PayAsync(paid["payment"]!.AsObject());
        await han.SeeOrderAsync($"{paid["order"]!["orderId"]}", o => $"{o["payStatus"]}" == "Paid");
        session.Close();

        await MeetAsync();
        await Eventually.SeeAsync(() => Shop.StockOfAsync(session.Sku), s => s.OnHand == 8, "what is left is back");
        await Eventually.SeeAsync(
            async () => (await NumbersAsync(session))["items"]![0]!,
            i => ((int)i["pieces"]!, (int)i["available"]!, (int)i["held"]!, (int)i["sold"]!) == (6, 0, 1, 1),
            "one is sold, one is held");

        (await li.PostAsync($"v1/orders/{unpaid["orderId"]}/cancel", new { reason = "不想要了" })).Expect(200);
        await Eventually.SeeAsync(() => Shop.PartsOfAsync(session.Pool), p => p.Sum(x => x.Reserved) == 0, "nothing is held any more");
        Shop.Time.Advance(TimeSpan.FromMinutes(31));
        await MeetAsync();

        await Eventually.SeeAsync(
            async () => ((await Shop.StockOfAsync(session.Sku)).OnHand, (await Shop.PartsOfAsync(session.Pool)).Sum(p => p.OnHand)),
            s => s == (9, 0),
            "all is back but what was sold");
    }

    // An effect that waited for a person sets pieces aside when nothing looks at the pool any more.
    [Fact]
    public async Task PiecesThatComeTooLate_AreFoundAtNight()
    {
        var session = await Session.OpenAsync(Shop, pieces: 2, ofPieces: 10);
        session.Close();
        await MeetAsync();
        await Eventually.SeeAsync(() => Shop.StockOfAsync(session.Sku), s => s.OnHand == 10, "what is left is back");
        Shop.Time.Advance(TimeSpan.FromDays(2));
        await MeetAsync();

        Assert.True(StockPlace.TryParse(session.Pool, out var pool));
        Assert.Equal(3, await Shop.Services.GetRequiredService<StockMoves>().MoveAsync(pool.SkuId, pool, 3, "late"));
        await Shop.FireAsync("FindLeftPools", "");

        await Eventually.SeeAsync(
            async () =>
            {
                await MeetAsync();
                return ((await Shop.StockOfAsync(session.Sku)).OnHand, (await Shop.StockOfAsync(session.Pool)).OnHand);
            },
            s => s == (10, 0),
            "all is back");
    }

    [Fact]
    public async Task TheRush_SellsEveryPieceOnce()
    {
        const int buyers = 300, pieces = 50;
        var session = await Session.PlanAsync(Shop, pieces, stockShards: 4);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var members = new ConcurrentBag<Shopper>();
        await Parallel.ForEachAsync(Enumerable.Range(0, buyers), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, _) => members.Add(await (n % 2 == 0 ? Shop : other).LogInAsync()));
        session.Open();

        var replies = new ConcurrentBag<Reply>();
        await Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (who, _) => replies.Add(await session.OrderAsync(who)));

        Assert.Equal(pieces, replies.Count(r => r.Status == 201));
        Assert.All(replies.Where(r => r.Status != 201), r => Assert.Contains(r.Code, new[] { "OUT_OF_STOCK", "TRY_AGAIN" }));
        await Eventually.SeeAsync(
            () => Shop.PartsOfAsync(session.Pool),
            p => p.Count == 4 && (p.Sum(x => x.OnHand), p.Sum(x => x.Reserved), p.Sum(x => x.Held), p.Sum(x => x.Holds)) == (pieces, pieces, pieces, pieces),
            "all places' rows add up");
        Assert.Equal(new StockSeen(0, 0, 0, 0), await Shop.StockOfAsync(session.Sku));
    }

    [Fact]
    public async Task APool_GrowsWhileItSells()
    {
        const int pieces = 40;
        var session = await Session.OpenAsync(Shop, pieces, ofPieces: 60, limitPerMember: 999);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (li, han) = (await Shop.LogInAsync(), await other.LogInAsync());
        var sold = 0;

        var selling = Task.WhenAll(((Shopper[])[li, han]).Select(async who =>
        {
            for (var n = 0; n < 30; n++)
            {
                if ((await session.OrderAsync(who)).Status == 201)
                    Interlocked.Increment(ref sold);
            }
        }));
        (await session.PutAsync(pieces + 10, limitPerMember: 999, stockShards: 4)).Expect(200);
        await selling;
        (await session.PutAsync(pieces + 10, limitPerMember: 999, stockShards: 2)).Expect(409, "STOCK_SHARDS_SHRINK");
        await Eventually.SeeAsync(() => Shop.PartsOfAsync(session.Pool), p => p.Count == 4 && p.Sum(x => x.OnHand) == pieces + 10, "ten more are there, in four parts");
        await Eventually.IsAsync(
            async () =>
            {
                var reply = await session.OrderAsync(li);
                sold += reply.Status == 201 ? 1 : 0;
                return reply.Code == "OUT_OF_STOCK" && sold == pieces + 10;
            },
            "every piece is sold");
        Assert.Equal(new StockSeen(10, 0, 0, 0), await Shop.StockOfAsync(session.Sku));
    }

    [Fact]
    public async Task Pages_TellTimePriceAndStock()
    {
        var session = await Session.PlanAsync(Shop, pieces: 1);
        var li = await Shop.LogInAsync();

        var upcoming = await Reply.OfAsync(await Shop.Http.GetAsync($"v1/flash-sales/{session.Id}"));
        Assert.Equal(("Upcoming", session.OpensAt, session.ClosesAt), (
            $"{upcoming.Expect(200).Json["phase"]}", DateTimeOffset.Parse($"{upcoming.Json["opensAt"]}", null), DateTimeOffset.Parse($"{upcoming.Json["closesAt"]}", null)));
        Assert.InRange(DateTimeOffset.Parse($"{upcoming.Json["now"]}", null), Shop.Time.GetUtcNow().AddSeconds(-10), Shop.Time.GetUtcNow());
        var item = upcoming.Json["items"]![0]!;
        Assert.Equal((Session.PriceFen, 1990, 1, false), ((int)item["priceFen"]!, (int)item["usualPriceFen"]!, (int)item["available"]!, (bool)item["soldOut"]!));
        Assert.Contains((await li.GetAsync("v1/flash-sales")).Expect(200).Json["items"]!.AsArray(), s => $"{s!["sessionId"]}" == session.Id);

        session.Open();
        (await session.OrderAsync(li)).Expect(201);
        await Eventually.IsAsync(async () => (bool)(await li.GetAsync($"v1/flash-sales/{session.Id}")).Json["items"]![0]!["soldOut"]!, "it says that it is sold out");
        session.Close();
        Assert.DoesNotContain((await li.GetAsync("v1/flash-sales")).Expect(200).Json["items"]!.AsArray(), s => $"{s!["sessionId"]}" == session.Id);
        (await li.GetAsync("v1/flash-sales/nothing")).Expect(404, "FLASH_SALE_NOT_FOUND");
    }

    [Fact]
    public async Task WhatIsNotSoldInTheSession_IsNotSoldByIt()
    {
        var session = await Session.OpenAsync(Shop, pieces: 1);
        var (li, other) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 1));

        (await (session with { Sku = other }).OrderAsync(li)).Expect(422, "INVALID_REQUEST");
        (await (session with { Id = "nothing" }).OrderAsync(li)).Expect(404, "FLASH_SALE_NOT_FOUND");
        (await (session with { Id = "no session/" }).OrderAsync(li)).Expect(422, "INVALID_REQUEST");
    }

    private async Task<System.Text.Json.Nodes.JsonNode> NumbersAsync(Session session) =>
        (await session.Keeper.GetAsync("v1/ops/flash-sales")).Expect(200).Json["items"]!.AsArray().Single(s => $"{s!["sessionId"]}" == session.Id)!;

    private Task MeetAsync() => Shop.FireAsync("MeetDeadlines", "");
}
