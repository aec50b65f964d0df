using WeCommerce.Checker;
using WeCommerce.Faults.World;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Faults.CrashPoints;

/// <summary>Something that the shop does, and what must have been before.</summary>
/// <param name="Act">One job, or a few one after the other. A caller that got no answer calls again.</param>
internal sealed record UseCase(string Name, Func<Play, Task> Prepare, Func<Play, Task> Act)
{
    /// <summary>What has to be there besides goods and people.</summary>
    public Scenery Needs { get; private init; }

    public static IReadOnlyList<UseCase> All { get; } =
    [
        new("log in for the first time", Nothing, p => p.LogInAsync("act", p.Stranger)),
        new("log in again", Nothing, p => p.LogInAsync("act", p.Shoppers[0].OpenId)),
        new("visit", Nothing, p => p.VisitAsync("act", p.Shoppers[0])),
        new("effects of a visit", p => p.VisitAsync("first", p.Shoppers[0]), EffectsAsync),
        new("place an order", Nothing, p => PlaceAsync(p)),
        new("place an order again", p => PlaceAsync(p), p => PlaceAsync(p)),
        new("place the order that is too much", p => p.PlaceAsync("first", p.Shoppers[1], "k0", (Play.Cup, 3)), p => PlaceAsync(p)),
        new("ask for payment", p => PlaceAsync(p), p => p.AskForPaymentAsync("act", Order(p))),
        new("pay notify", p => PaidAsync(p), p => p.Host.StepAsync()),
        new("pay notify after cancelling", LateAsync, p => p.Host.StepAsync()),
        new("pay notify of another amount", WrongAsync, p => p.Host.StepAsync()),
        new("find a payment by asking", p => PaidAsync(p, isSilent: true), p => p.Host.PassAsync(TimeSpan.FromSeconds(70))),
        new("cancel", p => PlaceAsync(p), p => p.CancelAsync("act", Order(p))),
        new("cancel what was paid a moment ago", p => PaidAsync(p, isSilent: true), p => p.CancelAsync("act", Order(p))),
        new("close when the time is over", p => PlaceAsync(p), p => p.Host.PassAsync(TimeSpan.FromMinutes(32))),
        new("effects of a payment", async p => { await PaidAsync(p); await p.Host.StepAsync(); }, EffectsAsync),
        new("effects of a payment that is told", async p => { await PaidAsync(p); await p.Host.StepAsync(); }, EffectsAsync) { Needs = Scenery.Notices },
        new("effects of cancelling", async p => { await PlaceAsync(p); await p.CancelAsync("first", Order(p)); }, EffectsAsync),
        new("ship a part", BoughtAsync, p => p.ShipAsync("act", Order(p), "P1", pieces: 1)),
        new("ship all", BoughtAsync, p => p.ShipAsync("act", Order(p), "P1")),
        new("effects of shipping", async p => { await BoughtAsync(p); await p.ShipAsync("first", Order(p), "P1"); }, EffectsAsync),
        new("confirm receipt", ShippedAsync, p => p.ReceiveAsync("act", Order(p))),
        new("ask for money before shipping", BoughtAsync, p => AskAsync(p, "act", "RefundOnly")),
        new("approve money before shipping", async p => { await BoughtAsync(p); await AskAsync(p, "first", "RefundOnly"); }, p => p.ApproveAsync("act", Case(p))),
        new("effects of an approval: the refund is sent", ApprovedAsync, EffectsAsync),
        new("refund notify", async p => { await ApprovedAsync(p); await EffectsAsync(p); }, p => p.Host.PassAsync(TimeSpan.FromSeconds(2))),
        new("find a refund by asking", async p => { await ApprovedAsync(p); await EffectsAsync(p); await DropAsync(p); }, p => p.Host.PassAsync(TimeSpan.FromSeconds(10))),
        new("refund notify: abnormal", p => BadAsync(p, "Abnormal"), p => p.Host.PassAsync(TimeSpan.FromSeconds(2))),
        new("refund notify: closed", p => BadAsync(p, "Closed"), p => p.Host.PassAsync(TimeSpan.FromSeconds(2))),
        new("start a closed refund again", ClosedAsync, p => p.RetryRefundAsync("act", Order(p).Refunds[^1].RefundId)),
        new("effects of a refund started again", async p => { await ClosedAsync(p); await p.RetryRefundAsync("first", Order(p).Refunds[^1].RefundId); }, EffectsAsync),
        new("ask for a return", ShippedAsync, p => AskAsync(p, "act", "ReturnAndRefund")),
        new("approve a return", ReturningAsync("Requested"), p => p.ApproveAsync("act", Case(p))),
        new("reject", ReturningAsync("Requested"), p => p.RejectAsync("act", Case(p))),
        new("withdraw", ReturningAsync("Requested"), p => p.WithdrawAsync("act", Order(p), Case(p))),
        new("send back", ReturningAsync("AwaitingReturn"), p => p.SendBackAsync("act", Order(p), Case(p))),
        new("return not sent in time", async p => { await ReturningAsync("AwaitingReturn")(p); await p.Host.PassAsync(TimeSpan.FromHours(167.5)); await p.Host.RingAsync(); }, HourAsync),
        new("inspect a return", ReturningAsync("AwaitingInspection"), p => p.InspectAsync("act", Case(p), restock: true)),
        new("effects of an inspection", async p => { await ReturningAsync("AwaitingInspection")(p); await p.InspectAsync("first", Case(p), restock: true); }, EffectsAsync),
        new("inspect an exchange", ExchangingAsync, p => p.InspectAsync("act", Case(p), restock: false)),
        new("effects of an exchange", async p => { await ExchangingAsync(p); await p.InspectAsync("first", Case(p), restock: false); }, EffectsAsync),
        new("shipping overdue", async p => { await BoughtAsync(p); await p.Host.PassAsync(TimeSpan.FromHours(47.5)); await p.Host.RingAsync(); }, HourAsync),
        new("reminder of receipt", async p => { await ShippedAsync(p); await p.Host.PassAsync(TimeSpan.FromHours(167.5)); await p.Host.RingAsync(); }, HourAsync),
        new("received by itself", async p => { await ShippedAsync(p); await p.Host.PassAsync(TimeSpan.FromHours(239.5)); await p.Host.RingAsync(); }, HourAsync),
        new("claim a coupon", Nothing, p => p.ClaimAsync("act", p.Shoppers[0], "c1")) { Needs = Scenery.Coupons },
        new("claim the coupon that is too much", async p => { await p.ClaimAsync("first", p.Shoppers[1], "c1"); await p.ClaimAsync("second", p.Shoppers[1], "c2"); }, p => p.ClaimAsync("act", p.Shoppers[0], "c1")) { Needs = Scenery.Coupons },
        new("effects of a claim", p => p.ClaimAsync("first", p.Shoppers[0], "c1"), EffectsAsync) { Needs = Scenery.Coupons },
        new("place an order with a coupon", ClaimedAsync, p => PlaceWithAsync(p, "k1")) { Needs = Scenery.Coupons },
        new("place a second order with the coupon", async p => { await ClaimedAsync(p); await PlaceWithAsync(p, "k1"); }, p => PlaceWithAsync(p, "k2")) { Needs = Scenery.Coupons },
        new("effects of paying with a coupon", async p => { await SpentAsync(p); await p.PayAsync(Order(p)); await p.Host.StepAsync(); }, EffectsAsync) { Needs = Scenery.Coupons },
        new("effects of cancelling with a coupon", async p => { await SpentAsync(p); await p.CancelAsync("first", Order(p)); }, EffectsAsync) { Needs = Scenery.Coupons },
        new("a refund that gives a coupon back", RefundedAsync, p => p.Host.PassAsync(TimeSpan.FromSeconds(4))) { Needs = Scenery.Coupons },
        new("grant coupons", Nothing, p => p.GrantAsync("act", "g1", p.Shoppers.Select(s => s.MemberId))) { Needs = Scenery.Coupons },
        new("effects of a grant", p => p.GrantAsync("first", "g1", p.Shoppers.Select(s => s.MemberId)), EffectsAsync) { Needs = Scenery.Coupons },
        new("offer more coupons", Nothing, p => p.OfferCouponsAsync("act", Play.Offer, 5)) { Needs = Scenery.Coupons },
        new("effects of a first login", async p => { await p.OfferCouponsAsync("first", "newcomers", 5, "Newcomer"); await p.LogInAsync("second", p.Stranger); }, EffectsAsync) { Needs = Scenery.Coupons },
        new("open a group", Nothing, p => p.PlaceInGroupAsync("act", p.Shoppers[0], "k1", Play.Pair)) { Needs = Scenery.Groups },
        new("pay notify of who opens a group", async p => { await OpenAsync(p); await p.PayAsync(Order(p)); }, p => p.Host.StepAsync()) { Needs = Scenery.Groups },
        new("effects of opening a group", async p => { await OpenAsync(p); await p.PayAsync(Order(p)); await p.Host.StepAsync(); }, EffectsAsync) { Needs = Scenery.Groups },
        new("join a group", OpenedAsync, p => JoinAsync(p, "act", 1)) { Needs = Scenery.Groups },
        new("join a group that is full", async p => { await OpenedAsync(p); await JoinAsync(p, "first", 1); }, p => JoinAsync(p, "act", 2)) { Needs = Scenery.Groups },
        new("cancel in a group", async p => { await OpenedAsync(p); await JoinAsync(p, "first", 1); }, async p => { await p.CancelAsync("act", Last(p)); await EffectsAsync(p); }) { Needs = Scenery.Groups },
        new("effects of the last seat", FilledAsync, EffectsAsync) { Needs = Scenery.Groups },
        new("effects of a complete group", async p => { await FilledAsync(p); await EffectsAsync(p); }, EffectsAsync) { Needs = Scenery.Groups },
        new("a group expires", async p => { await OpenedAsync(p); await p.Host.PassAsync(TimeSpan.FromMinutes(58)); await p.Host.RingAsync(); }, p => p.Host.PassAsync(TimeSpan.FromMinutes(4))) { Needs = Scenery.Groups },
        new("a group expires while somebody has paid in silence", SilentAsync, p => p.Host.PassAsync(TimeSpan.FromMinutes(4))) { Needs = Scenery.Groups },
        new("a ladder ends", LadderAsync, p => p.Host.PassAsync(TimeSpan.FromMinutes(4))) { Needs = Scenery.Groups },
        new("change stock", Nothing, p => p.AddStockAsync("act", Play.Tea, 2, "more")),
        new("take more out of stock than a part has", Nothing, p => p.AddStockAsync("act", Play.Cup, -3, "less")),
        new("divide stock", Nothing, p => p.DivideTeaAsync("act", 3)),
        new("effects of dividing stock", p => p.DivideTeaAsync("first", 3), EffectsAsync),
        new("put a flash sale", Nothing, p => p.PutFlashSaleAsync("act", "late", pieces: 2)) { Needs = Scenery.FlashSale },
        new("effects of a flash sale: pieces are set aside", p => p.PutFlashSaleAsync("first", "late", pieces: 3), EffectsAsync) { Needs = Scenery.FlashSale },
        new("take pieces out of a flash sale", p => p.PutFlashSaleAsync("first", Play.Noon, pieces: 1), EffectsAsync) { Needs = Scenery.FlashSale },
        new("reserve a place", p => p.PutFlashSaleAsync("first", "late", pieces: 2), async p => { await p.ReserveAsync("act", p.Shoppers[0], "late"); await EffectsAsync(p); }) { Needs = Scenery.FlashSale },
        new("remind who reserved", ReservedAsync, p => p.Host.PassAsync(TimeSpan.FromMinutes(6))) { Needs = Scenery.FlashSale },
        new("buy in a flash sale", Nothing, p => BuyAsync(p)) { Needs = Scenery.FlashSale },
        new("buy in a flash sale more than a part has", Nothing, p => BuyAsync(p, pieces: 3)) { Needs = Scenery.FlashSale },
        new("buy in a flash sale what others hold", OthersHoldAsync, p => BuyAsync(p, pieces: 2)) { Needs = Scenery.FlashSale },
        new("effects of cancelling what was held in two parts", async p => { await BuyAsync(p, pieces: 3); await p.CancelAsync("first", Order(p)); }, EffectsAsync) { Needs = Scenery.FlashSale },
        new("effects of paying what was held in two parts", async p => { await BuyAsync(p, pieces: 3); await p.PayAsync(Order(p)); await p.Host.StepAsync(); }, EffectsAsync) { Needs = Scenery.FlashSale },
        new("a flash sale closes", async p => { await BuyAsync(p); await p.Host.PassAsync(TimeSpan.FromHours(11.9)); await p.Host.RingAsync(); }, p => p.Host.PassAsync(TimeSpan.FromMinutes(8))) { Needs = Scenery.FlashSale },
        new("what was held in a flash sale comes back", HeldTillTheEndAsync, HourAsync) { Needs = Scenery.FlashSale },
        new("pieces that come too late for a flash sale are found", LateForTheSaleAsync, async p => { await p.World.DoAsync("night", i => i.FireAsync("FindLeftPools")); await p.Host.PassAsync(TimeSpan.FromMinutes(5)); })
        {
            Needs = Scenery.FlashSale,
        },
        new("find forgotten holds", p => PlaceAsync(p), async p => { await p.World.MoveToAsync(p.World.Time.GetUtcNow().AddHours(3)); await p.Host.NightAsync(); }),
    ];

    public override string ToString() => Name;

    private static Task Nothing(Play play) => Task.CompletedTask;

    private static Task<Reply?> PlaceAsync(Play play) => play.PlaceAsync("place", play.Shoppers[0], "k1", (Play.Tea, 2), (Play.Cup, 1));

    private static Task<Reply?> BuyAsync(Play play, int pieces = 1) => play.PlaceInFlashSaleAsync("buy", play.Shoppers[0], "k1", pieces);

    // As an effect would that waited for a person.
    private static async Task LateForTheSaleAsync(Play play)
    {
        await play.Host.PassAsync(TimeSpan.FromDays(3));
        await play.World.DoAsync("late", i => StockPlace.TryParse($"{Play.Pot}@f-{Play.Noon}", out var pool)
            ? i.Part<StockMoves>().MoveAsync(pool.SkuId, pool, 2, "late")
            : throw new InvalidOperationException("There is no such pool."));
    }

    // Long enough ago that it is not told from memory.
    private static async Task OthersHoldAsync(Play play)
    {
        await play.PlaceInFlashSaleAsync("first", play.Shoppers[1], "k0", 3);
        await play.Host.PassAsync(TimeSpan.FromSeconds(2));
    }

    private static async Task ReservedAsync(Play play)
    {
        await play.PutFlashSaleAsync("first", "late", pieces: 2);
        await play.ReserveAsync("second", play.Shoppers[0], "late");
        await play.Host.PassAsync(TimeSpan.FromMinutes(48));
        await play.Host.RingAsync();
    }

    private static async Task HeldTillTheEndAsync(Play play)
    {
        await play.Host.PassAsync(TimeSpan.FromHours(11.9));
        await BuyAsync(play, pieces: 3);
        await play.Host.PassAsync(TimeSpan.FromMinutes(8));
    }

    private static async Task ClaimedAsync(Play play)
    {
        await play.ClaimAsync("claim", play.Shoppers[0], "c1");
        await play.Host.PassAsync(TimeSpan.FromSeconds(5));
    }

    private static Task<Reply?> PlaceWithAsync(Play play, string key) =>
        play.PlaceWithAsync($"place {key}", play.Shoppers[0], key, play.Coupons(play.World.Look())[0].CouponId, (Play.Tea, 1));

    private static async Task SpentAsync(Play play)
    {
        await ClaimedAsync(play);
        await PlaceWithAsync(play, "k1");
    }

    private static async Task RefundedAsync(Play play)
    {
        await SpentAsync(play);
        await play.PayAsync(Order(play));
        await play.Host.PassAsync(TimeSpan.FromSeconds(5));
        await AskAsync(play, "ask", "RefundOnly");
        await play.ApproveAsync("approve", Case(play));
        await EffectsAsync(play);
    }

    private static async Task PaidAsync(Play play, bool isSilent = false)
    {
        await PlaceAsync(play);
        await play.PayAsync(Order(play), isSilent);
    }

    private static async Task LateAsync(Play play)
    {
        await PlaceAsync(play);
        await play.CancelAsync("first", Order(play));
        await EffectsAsync(play);
        await play.PayOtherwiseAsync(Order(play), 77, Order(play).TotalFen);
    }

    private static async Task WrongAsync(Play play)
    {
        await PlaceAsync(play);
        await play.PayOtherwiseAsync(Order(play), 77, Order(play).TotalFen - 1);
    }

    private static async Task BoughtAsync(Play play)
    {
        await PaidAsync(play);
        await play.Host.PassAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task ShippedAsync(Play play)
    {
        await BoughtAsync(play);
        await play.ShipAsync("ship", Order(play), "P1");
        await play.Host.PassAsync(TimeSpan.FromSeconds(15));
    }

    private static Task<Reply?> AskAsync(Play play, string name, string kind) => play.RequestAfterSaleAsync(name, Order(play), "a1", kind, "Quality");

    private static async Task ApprovedAsync(Play play)
    {
        await BoughtAsync(play);
        await AskAsync(play, "ask", "RefundOnly");
        await play.ApproveAsync("approve", Case(play));
    }

    private static async Task BadAsync(Play play, string outcome)
    {
        await play.World.WeChat.BehaveAsync(new { refund = new { outcome } });
        await ApprovedAsync(play);
        await EffectsAsync(play);
    }

    private static async Task ClosedAsync(Play play)
    {
        await BadAsync(play, "Closed");
        await play.Host.PassAsync(TimeSpan.FromMinutes(1));
        await play.World.WeChat.BehaveAsync(new { refund = new { outcome = "Success" } });
    }

    // WeChat's notify does not arrive.
    private static async Task DropAsync(Play play)
    {
        await play.World.MoveToAsync(play.World.Time.GetUtcNow().AddSeconds(1));
        while (await play.World.WeChat.NextLetterAsync() is { } letter)
            letter.Answer(503);
    }

    private static Func<Play, Task> ReturningAsync(string until, string kind = "ReturnAndRefund") => async play =>
    {
        await ShippedAsync(play);
        await AskAsync(play, "ask", kind);
        if (until != "Requested")
            await play.ApproveAsync("approve", Case(play));
        if (until == "AwaitingInspection")
            await play.SendBackAsync("back", Order(play), Case(play));
        await play.Host.PassAsync(TimeSpan.FromSeconds(5));
    };

    private static Task ExchangingAsync(Play play) => ReturningAsync("AwaitingInspection", "Exchange")(play);

    private static Task<Reply?> OpenAsync(Play play) => play.PlaceInGroupAsync("open", play.Shoppers[0], "k1", Play.Pair);

    // Its leader has paid and sits.
    private static async Task OpenedAsync(Play play)
    {
        await OpenAsync(play);
        await play.PayAsync(Order(play));
        await play.Host.PassAsync(TimeSpan.FromSeconds(5));
    }

    private static Task<Reply?> JoinAsync(Play play, string name, int who) =>
        play.PlaceInGroupAsync(name, play.Shoppers[who], $"k{who + 1}", Play.ActivityOf(play.World.Look().Groups[0]), play.World.Look().Groups[0].GroupId);

    private static async Task FilledAsync(Play play)
    {
        await OpenedAsync(play);
        await JoinAsync(play, "first", 1);
        await play.PayAsync(Last(play));
        await play.Host.StepAsync();
    }

    private static async Task SilentAsync(Play play)
    {
        await OpenedAsync(play);
        await play.Host.PassAsync(TimeSpan.FromMinutes(50));
        await JoinAsync(play, "first", 1);
        await play.Host.PassAsync(TimeSpan.FromMinutes(8));
        await play.Host.RingAsync();
        await play.PayAsync(Last(play), isSilent: true);
    }

    private static async Task LadderAsync(Play play)
    {
        for (var n = 0; n < 3; n++)
        {
            await (n == 0 ? play.PlaceInGroupAsync("open", play.Shoppers[0], "k1", Play.Ladder) : JoinAsync(play, $"join {n}", n));
            if (n < 2)
                await play.PayAsync(Last(play));
            await play.Host.PassAsync(TimeSpan.FromSeconds(5));
        }
        await play.Host.PassAsync(TimeSpan.FromMinutes(18));
        await play.Host.RingAsync();
    }

    // What a commit left to be done, one message: it comes a second later.
    private static async Task EffectsAsync(Play play) => await play.Host.PassAsync(TimeSpan.FromMilliseconds(1100));

    private static Task HourAsync(Play play) => play.Host.PassAsync(TimeSpan.FromHours(1));

    private static OrderSeen Order(Play play) => Play.InOrder(play.World.Look())[0];

    private static OrderSeen Last(Play play) => Play.InOrder(play.World.Look())[^1];

    private static CaseSeen Case(Play play) => Order(play).Cases[^1];
}
