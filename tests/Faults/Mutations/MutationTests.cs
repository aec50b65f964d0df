using Azure.Data.Tables;
using Azure.Storage.Queues;
using WeCommerce.Checker;
using WeCommerce.Faults.Schedules;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Mutations;

/// <summary>A checker that never finds anything proves nothing: worlds broken on purpose are found out, each by the rule that is there for it.</summary>
public sealed class MutationTests
{
    private static readonly Dictionary<string, Func<Broken, Task>> Mutations = new(StringComparer.Ordinal)
    {
        ["entries complete"] = b => b.DeleteAsync("Members", "entry!"),
        ["balance of an order"] = b => b.ChangeAsync("Members", "entry!", r => r["AmountFen"] = (long)r["AmountFen"] + 1),
        ["day copy of an entry"] = b => b.DeleteAsync("Books", ""),
        ["stock is what came less what was sold"] = b => b.ChangeAsync("Stock", "level", r => r["OnHand"] = (int)r["OnHand"] - 1),
        ["reserved is what is held"] = b => b.ChangeAsync("Stock", "level", r => r["Reserved"] = (int)r["Reserved"] + 1),
        ["stock never negative"] = b => b.ChangeAsync("Stock", "level", r => r["OnHand"] = -1),
        ["no hold is forgotten"] = b => b.AddAsync("Stock", Play.Tea, "hold!0000000000000000000000000000AB", ("Quantity", 1)),
        ["goods that never left are free again"] = b => b.DeleteAsync("Stock", "change!return-"),
        ["a move changes nothing"] = b => b.ChangeAsync("Stock", "change!move-", r => r["Delta"] = (int)r["Delta"] + 1),
        ["a flash sale sells in its time"] = b => b.ChangeAsync("FlashSales", "sale!", r => r["Item"] = $"{r["Item"]}".Replace("\"opensAt\":\"2026", "\"opensAt\":\"2027", StringComparison.Ordinal)),
        ["a flash sale sells at its price, from its pool"] = b => b.EditOrderAsync("\"priceFen\":990,", "\"priceFen\":991,"),
        ["nobody buys more than their share"] = b => b.ChangeAsync("FlashSales", "sale!", r => r["Item"] = $"{r["Item"]}".Replace("\"limitPerMember\":3", "\"limitPerMember\":0", StringComparison.Ordinal)),
        ["what a flash sale leaves comes back"] = b => b.AddAsync("Stock", $"{Play.Pot}@f-{Play.Noon}.9", "level", ("OnHand", 1), ("Reserved", 0)),
        ["an order has its key"] = b => b.DeleteAsync("Members", "key!"),
        ["a key has its order"] = b => b.DeleteAsync("Members", "order!"),
        ["what was answered is there"] = b => b.DeleteAsync("Members", "order!"),
        ["an order's status"] = b => b.ChangeAsync("Members", "order!", r => r["Status"] = "PendingPayment"),
        ["refunds are no more than the payment"] = b => b.EditOrderAsync("\"amountFen\":2590", "\"amountFen\":2591"),
        ["an order is paid by its price"] = b => b.EditOrderAsync("\"paidFen\":2590", "\"paidFen\":2589"),
        ["only paid goods are sent"] = b => b.EditOrderAsync("\"payment\":", "\"nothing\":"),
        ["WeChat's refund is ours"] = b => b.EditOrderAsync("\"refunds\":[", "\"nothing\":["),
        ["money is never unseen"] = b => b.EditOrderAsync("\"payment\":", "\"nothing\":"),
        ["discounts sum"] = b => b.EditOrderAsync("\"linesFen\":[500]", "\"linesFen\":[499]"),
        ["a coupon is in one live order"] = b => b.CopyCouponsOrderAsync(),
        ["a coupon is its member's"] = b => b.DeleteAsync("Members", $"coupon!{b.UsedCouponId}"),
        ["a coupon in use is its order's"] = b => b.EditCouponAsync("\"stage\":\"Used\"", "\"stage\":\"InUse\""),
        ["a used coupon's order is paid"] = b => b.EditOrderAsync("\"payment\":", "\"nothing\":"),
        ["a paid order's coupon is used"] = b => b.EditCouponAsync("\"stage\":\"Used\"", "\"stage\":\"Unused\""),
        ["a claim comes to an end"] = b => b.EditCouponAsync("\"stage\":\"Used\"", "\"stage\":\"Asked\""),
        ["an issued coupon is counted"] = b => b.DeleteAsync("Stock", $"change!{b.CouponId}"),
        ["a counted coupon is there"] = b => b.DeleteAsync("Members", "coupon!"),
        ["no more coupons than offered"] = b => b.ChangeAsync("Stock", "change!addition-", r => r["Delta"] = 0),
        ["an offer's numbers"] = b => b.DeleteAsync("Views", "sum!"),
        ["a grant is given"] = b => b.ChangeAsync("CouponGrants", "batch!", r => r["Batch"] = ((string)r["Batch"]).Replace("given", "taken", StringComparison.Ordinal)),
        ["nobody sits twice"] = b => b.DeleteAsync("GroupBuys", "member!"),
        ["who is in has a paid seat"] = b => b.DeleteAsync("GroupBuys", "verdict!"),
        ["no more seats than the group has"] = b => b.ChangeAsync("GroupBuys", "seat!", r => r["Seat"] = $"{r["Seat"]}".Replace("\"k\":", "\"k\":9", StringComparison.Ordinal)),
        ["a group succeeds with enough paid members"] = b => b.DeleteAsync("GroupBuys", "seat!"),
        ["a member has paid"] = b => b.EditOrderAsync("\"groupBuy\":", "\"nothing\":"),
        ["an order's end is its group's"] = b => b.EditOrderAsync("\"state\":\"Succeeded\"", "\"state\":\"Failed\""),
        ["a group's end pays back what it owes"] = b => b.EditOrderAsync("\"state\":\"Succeeded\"", "\"state\":\"Failed\""),
        ["a decided group owes nothing"] = b => b.EditOrderAsync("\"state\":\"Succeeded\"", "\"state\":\"InProgress\""),
        ["paid is in a group, or paid back"] = b => b.EditOrderAsync("\"state\":\"Succeeded\"", "\"state\":\"InProgress\""),
        ["ladder differences are exact"] = b => b.EditOrderAsync("\"rebateFen\":0", "\"rebateFen\":1"),
        ["a notice comes to an end"] = b => b.EditNoticesAsync("\"Sent\"", "\"Sending\""),
        ["a notice is one message"] = b => b.EditNoticesAsync("\"Sent\"", "\"NotSent\""),
        ["a sale has come by one channel"] = b => b.DeleteAsync("Views", "order!"),
        ["a way in has what was counted for it"] = b => b.ChangeAsync("Views", "sum!20", r => r["Sums"] = $"{r["Sums"]}".Replace("\"orders\":", "\"orders\":1", StringComparison.Ordinal)),
        ["no effect is left"] = b => b.AddAsync("Members", b.MemberId, "effect!X!00", ("Kind", "SendRefund")),
        ["no message is left"] = b => b.SendAsync("effects", "{}"),
    };


    public static TheoryData<string> Rules => [.. Mutations.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task ABrokenStore_IsFoundOut(string rule)
    {
        await using var weChat = await PlayedWeChat.StartAsync();
        var world = await ShopWorld.MakeAsync(weChat, new NoTrouble(), seed: 1);
        var play = await Play.BeginAsync(world, Scenery.All | Scenery.Notices);
        Assert.Empty(await BuyShipAndReturnAsync(play));

        await Mutations[rule](new Broken(world));
        var found = new ShopChecker { IsQuiet = true, WeChat = await weChat.BooksAsync(), Answered = world.Answered, Now = world.Time.GetUtcNow() }.Check(world.Look());
        Assert.Contains(found, v => v.Rule == rule);
    }

    [Fact]
    public async Task AShopThatLosesMessages_IsFoundOutAndShrunk()
    {
        await using var weChat = await PlayedWeChat.StartAsync();
        var outcome = await FirstBrokenAsync(weChat, Lose);
        var small = await Shrinking.ShrinkAsync(weChat, outcome, Lose);
        Assert.False(small.IsSound);
        Assert.True(small.Schedule.Commands.Count < outcome.Schedule.Commands.Count, $"{small}");

        static void Lose(ShopWorld world)
        {
            var count = 0;
            world.LosesMessage = queue => queue == "effects" && ++count % 3 == 0;
        }
    }

    [Fact]
    public async Task TheSameSeed_IsTheSameDay()
    {
        await using var weChat = await PlayedWeChat.StartAsync();
        var calm = Enumerable.Range(1, 100).Select(Schedule.Of).First(s => s.Commands.All(c => c.Kind is not (CommandKind.PlaceAtOnce or CommandKind.JoinGroupAtOnce or CommandKind.FlashRush)));
        var (first, second) = (await ScheduleRun.RunAsync(weChat, calm), await ScheduleRun.RunAsync(weChat, calm));
        Assert.Equal(Seen(first), Seen(second));

        // The pauses of those who try again are spread by chance: instants differ by some milliseconds, and 9 characters of an id are its instant.
        static IEnumerable<string> Seen(Outcome outcome) => outcome.Orders.Select(o => $"{o.OrderId[..13]} {o.OrderId[22..]} {o.Status} {o.Refunds.Count}").Order(StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyList<Violation>> BuyShipAndReturnAsync(Play play)
    {
        await play.PlaceAsync("place", play.Shoppers[0], "k1", (Play.Tea, 1));
        await play.PlaceAsync("place too", play.Shoppers[0], "k2", (Play.Tea, 1));
        await play.PlaceInFlashSaleAsync("buy", play.Shoppers[1], "k3", 1);
        foreach (var order in Play.InOrder(play.World.Look()))
            await play.PayAsync(order);
        await play.Host.PassAsync(TimeSpan.FromSeconds(10));
        await play.ClaimAsync("claim", play.Shoppers[1], "c1");
        await play.GrantAsync("grant", "g1", [play.Shoppers[2].MemberId]);
        await play.PlaceWithAsync("place with a coupon", play.Shoppers[1], "k4", play.Coupons(play.World.Look())[0].CouponId, (Play.Tea, 1));
        await play.PayAsync(Play.InOrder(play.World.Look())[3]);
        await play.Host.PassAsync(TimeSpan.FromSeconds(10));
        await play.PlaceInGroupAsync("open", play.Shoppers[0], "k5", Play.Ladder);
        await play.PayAsync(Play.InOrder(play.World.Look())[4]);
        await play.Host.PassAsync(TimeSpan.FromSeconds(10));
        await play.PlaceInGroupAsync("join", play.Shoppers[2], "k6", Play.Ladder, play.World.Look().Groups[0].GroupId);
        await play.PayAsync(Play.InOrder(play.World.Look())[5]);
        await play.Host.PassAsync(TimeSpan.FromSeconds(10));
        await play.ShipAsync("ship", Play.InOrder(play.World.Look())[0], "P1");
        await play.RequestAfterSaleAsync("ask", Play.InOrder(play.World.Look())[1], "a1", "RefundOnly", "Quality");
        return await play.EndAsync();
    }

    private static async Task<Outcome> FirstBrokenAsync(PlayedWeChat weChat, Action<ShopWorld> sabotage)
    {
        for (var seed = 1; seed < 50; seed++)
        {
            var outcome = await ScheduleRun.RunAsync(weChat, Schedule.Of(seed), sabotage: sabotage);
            if (!outcome.IsSound)
                return outcome;
        }
        throw new InvalidOperationException("Nobody noticed.");
    }

    /// <summary>A hand in the store, past the shop.</summary>
    private sealed class Broken(ShopWorld world)
    {
        private readonly TableServiceClient _tables = new(world.Storage.ConnectionString, new TableClientOptions { Transport = world.Storage.Transport });

        public string MemberId => world.Look().Orders[0].Row.PartitionKey;

        public async Task DeleteAsync(string table, string prefix)
        {
            var row = world.Look().Of(table, prefix).Last();
            await _tables.GetTableClient(table).DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }

        public async Task ChangeAsync(string table, string prefix, Action<TableEntity> change)
        {
            var at = world.Look().Of(table, prefix).Last();
            TableEntity row = await _tables.GetTableClient(table).GetEntityAsync<TableEntity>(at.PartitionKey, at.RowKey);
            change(row);
            await _tables.GetTableClient(table).UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        }

        public async Task EditNoticesAsync(string text, string other)
        {
            foreach (var notice in world.Look().Of("Members", "notice!"))
            {
                TableEntity row = await _tables.GetTableClient("Members").GetEntityAsync<TableEntity>(notice.PartitionKey, notice.RowKey);
                row["Notice"] = $"{row["Notice"]}".Replace(text, other, StringComparison.Ordinal);
                await _tables.GetTableClient("Members").UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
            }
        }

        public async Task EditOrderAsync(string text, string other)
        {
            foreach (var order in world.Look().Orders)
            {
                TableEntity row = await _tables.GetTableClient("Members").GetEntityAsync<TableEntity>(order.Row.PartitionKey, order.Row.RowKey);
                row["Order"] = row.GetString("Order").Replace(text, other, StringComparison.Ordinal);
                await _tables.GetTableClient("Members").UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
            }
        }

        public string CouponId => world.Look().Of("Members", "coupon!").Last().RowKey["coupon!".Length..];

        public string UsedCouponId => world.Look().Of("Members", "coupon!").Single(r => r.Text("Coupon")?.Contains("\"stage\":\"Used\"", StringComparison.Ordinal) == true).RowKey["coupon!".Length..];

        /// <summary>Edits the coupon that was used.</summary>
        public Task EditCouponAsync(string text, string other) =>
            ChangeAsync("Members", $"coupon!{UsedCouponId}", r => r["Coupon"] = ((string)r["Coupon"]).Replace(text, other, StringComparison.Ordinal));

        /// <summary>Another order with the same coupon.</summary>
        public async Task CopyCouponsOrderAsync()
        {
            var order = world.Look().Orders.Single(o => o.Coupons.Any());
            var other = $"{order.OrderId[..^1]}{(order.OrderId[^1] == '0' ? '1' : '0')}";
            await AddAsync(
                "Members", order.Row.PartitionKey, $"order!{other}", ("Order", order.Row.Text("Order")!.Replace(order.OrderId, other, StringComparison.Ordinal)), ("Status", order.Status));
        }

        public async Task AddAsync(string table, string partition, string rowKey, params IEnumerable<(string Name, object Value)> columns)
        {
            var row = new TableEntity(partition, rowKey);
            foreach (var (name, value) in columns)
                row[name] = value;
            await _tables.GetTableClient(table).AddEntityAsync(row);
        }

        public async Task SendAsync(string queue, string text) => await new QueueClient(
            world.Storage.ConnectionString, queue, new QueueClientOptions { Transport = world.Storage.Transport, MessageEncoding = QueueMessageEncoding.Base64 }).SendMessageAsync(text);
    }
}
