namespace WeCommerce.Faults.World;

/// <summary>What a play needs besides goods and people: each takes its time to be set up, and to come to its end.</summary>
[Flags]
internal enum Scenery
{
    Plain = 0,
    Groups = 1,
    Coupons = 2,
    FlashSale = 4,

    /// <summary>All that random days are played with.</summary>
    All = Groups | Coupons | FlashSale,

    /// <summary>Members are told that they paid, twice at the most: so often they agreed to it. What is told when depends on which of an order's effects is done first.</summary>
    Notices = 8,
}

/// <summary>How a play is set up.</summary>
internal sealed partial class Play
{
    /// <summary>Two SKUs, of which there is not much, one of them in two parts, and some shoppers; and what else the play needs. Nothing goes wrong yet.</summary>
    public static async Task<Play> BeginAsync(ShopWorld world, Scenery scenery, int shoppers = 3, int tea = 4, int cups = 3, int coupons = 2)
    {
        world.Plan.IsOver = true;
        var play = new Play(world);
        await play.PutOnSaleAsync(Tea, 1990, tea);
        await play.PutOnSaleAsync(Cup, 4530, cups, stockShards: 2);
        if (scenery.HasFlag(Scenery.Groups))
        {
            await play.PutActivityAsync(Pair, Tea, 60, (2, 1500));
            await play.PutActivityAsync(Ladder, Cup, 20, (2, 4000), (3, 3500));
        }
        if (scenery.HasFlag(Scenery.FlashSale))
        {
            await play.PutOnSaleAsync(Pot, 9900, 6);
            await play.PutFlashSaleAsync("setup noon", Noon, pieces: 4);
        }
        await play.Host.PassAsync(TimeSpan.FromSeconds(2));
        for (var n = 0; n < shoppers; n++)
        {
            var user = await world.WeChat.TellAsync("users", new { nickname = $"买家{n}" });
            await play.LogInAsync($"setup {n}", $"{user?["openId"]}");
        }
        if (scenery.HasFlag(Scenery.Coupons))
            await play.OfferCouponsAsync("setup offer", Offer, coupons);
        if (scenery.HasFlag(Scenery.Notices))
            await play.AllowNoticesAsync();
        play.Stranger = $"{(await world.WeChat.TellAsync("users", new { nickname = "路人" }))?["openId"]}";
        // What follows from logging in and from offering is over.
        await play.Host.PassAsync(TimeSpan.FromSeconds(2));
        world.Plan.IsOver = false;
        return play;
    }

    private async Task AllowNoticesAsync()
    {
        const string template = "t-paid";
        var put = await world.AskAsync("setup notices", new Ask("PutNoticeRule") { Who = Keeper }.At(("kind", "Paid")).With(new
        {
            routes = new[] { new { kind = "SubscribeMessage", templateId = template, fields = new[] { new { key = "thing1", text = "{product}" } } } },
        }));
        if (put?.IsGood != true)
            throw new InvalidOperationException($"Nobody is told of payments: {put}");
        foreach (var (shopper, n) in _shoppers.SelectMany(s => new[] { (s, 1), (s, 2) }))
        {
            await world.WeChat.TellAsync("actions", new { openId = shopper.OpenId, action = "subscribe", answers = new[] { new { templateId = template, accept = true } } });
            var allowed = await world.AskAsync(
                $"setup allow {n} {shopper.MemberId}",
                new Ask("ReportPermissions") { Who = shopper, Key = $"allow-{n}" }.With(new { answers = new[] { new { templateId = template, result = "accept" } } }));
            if (allowed?.IsGood != true)
                throw new InvalidOperationException($"{shopper.MemberId} agreed to nothing: {allowed}");
        }
    }

    private async Task PutActivityAsync(string activityId, string sku, int minutesToFill, params (int People, long PriceFen)[] steps)
    {
        var put = await world.AskAsync($"setup {activityId}", new Ask("PutActivity") { Who = Keeper }.At(("activityId", activityId)).With(new
        {
            spuId = $"{sku}-spu",
            title = activityId,
            steps = steps.Select(s => new { people = s.People, prices = new[] { new { skuId = sku, priceFen = s.PriceFen } } }),
            minutesToFill,
            startsAt = world.Time.GetUtcNow().AddDays(-1),
            endsAt = world.Time.GetUtcNow().AddDays(300),
        }));
        if (put?.IsGood != true)
            throw new InvalidOperationException($"{activityId} is not there: {put}");
    }

    private async Task PutOnSaleAsync(string sku, long priceFen, int pieces, int stockShards = 1)
    {
        var put = await world.AskAsync($"setup {sku}", new Ask("PutProduct") { Who = Keeper }.At(("spuId", $"{sku}-spu"))
            .With(new { title = sku, category = "茶叶", skus = new[] { new { skuId = sku, title = "一件", priceFen, stockShards } } }));
        var stocked = await AddStockAsync($"setup stock {sku}", sku, pieces, $"first-{sku}");
        if (put?.IsGood != true || stocked?.IsGood != true)
            throw new InvalidOperationException($"{sku} is not on sale: {put}; {stocked}");
    }
}
