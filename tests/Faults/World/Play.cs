using System.Text.Json;
using WeCommerce.Checker;

namespace WeCommerce.Faults.World;

/// <summary>What shoppers, operators and their phones do in a world. An answer that did not come is null; what it promised is remembered.</summary>
internal sealed partial class Play(ShopWorld world)
{
    public const string Tea = "tea";
    public const string Cup = "cup";

    /// <summary>Coupons of 5 yuan, of which there are few.</summary>
    public const string Offer = "offer";

    /// <summary>Two of tea together.</summary>
    public const string Pair = "pair";

    /// <summary>A ladder of cups: two, or three for less.</summary>
    public const string Ladder = "ladder";

    /// <summary>Sold at a flash sale, mostly.</summary>
    public const string Pot = "pot";

    /// <summary>A flash sale of pots that is open, for half a day.</summary>
    public const string Noon = "noon";

    private static readonly object Home = new { recipient = "李雷", phone = "13800138000", province = "浙江省", city = "杭州市", district = "西湖区", detail = "龙井路 1 号" };
    private static readonly Who Keeper = new("0000000000000", Shops.Operator);

    private readonly List<Who> _shoppers = [];

    public ShopWorld World => world;

    public Host Host { get; } = new(world);

    public IReadOnlyList<Who> Shoppers => _shoppers;

    /// <summary>Somebody who has not been here yet.</summary>
    public string Stranger { get; private set; } = "";

    public async Task<Reply?> LogInAsync(string name, string openId)
    {
        var code = await world.WeChat.TellAsync("login-codes", new { openId });
        return await world.AskAsync(name, new Ask("LogIn").With(new { code = $"{code?["code"]}" }), reply =>
        {
            var member = $"{reply.Json["member"]?["memberId"]}";
            if (_shoppers.TrueForAll(s => s.OpenId != openId))
                _shoppers.Add(new Who(member, openId));
            return new Answered.LoggedIn(openId, member);
        });
    }

    /// <summary>Comes into the mini-program by a code.</summary>
    public Task<Reply?> VisitAsync(string name, Who who) => world.AskAsync(name, new Ask("PostVisit") { Who = who }.With(new { scene = 1047 }));

    public Task<Reply?> PlaceAsync(string name, Who who, string key, params (string Sku, int Quantity)[] lines) =>
        world.AskAsync(name, OrderOf(who, key, lines), PlacedUnder(key));

    public Task<Reply?> PlaceWithAsync(string name, Who who, string key, string couponId, params (string Sku, int Quantity)[] lines) =>
        world.AskAsync(name, OrderOf(who, key, lines, couponId), PlacedUnder(key));

    public Task<Reply?> PreviewAsync(string name, Who who, string? couponId, params (string Sku, int Quantity)[] lines) =>
        world.AskAsync(name, OrderOf(who, "", lines, couponId) with { Function = "PreviewOrder", Key = null });

    public Task<Reply?> ClaimAsync(string name, Who who, string key) => world.AskAsync(
        name, new Ask("ClaimCoupon") { Who = who, Key = key }.At(("offerId", Offer)), reply => new Answered.CouponClaimed($"{reply.Json["coupon"]?["couponId"]}"));

    public Task<Reply?> GrantAsync(string name, string key, IEnumerable<string> memberIds) => world.AskAsync(
        name, new Ask("GrantCoupons") { Who = Keeper, Key = key }.At(("offerId", Offer)).With(new { memberIds }), reply => new Answered.CouponsGranted($"{reply.Json["grantId"]}"));

    public Task<Reply?> OfferCouponsAsync(string name, string offerId, int quantity, string channel = "Link") => world.AskAsync(
        name,
        new Ask("PutCouponOffer") { Who = Keeper }.At(("offerId", offerId)).With(new
        {
            channel,
            title = "满10减5",
            kind = "AmountOff",
            amountFen = 500,
            thresholdFen = 1000,
            quantity,
            perMember = 2,
            claimFrom = VirtualTime.Start.AddDays(-1),
            claimUntil = VirtualTime.Start.AddDays(100),
            validDays = 20,
        }));

    /// <summary>Several place at once at the same instance.</summary>
    public Task PlaceAtOnceAsync(string name, IEnumerable<(Who Who, string Key, (string Sku, int Quantity)[] Lines)> orders) => world.RushAsync(orders.Select((order, n) =>
        ($"{name} {n}", (Func<Instance, Task>)(async instance =>
        {
            var reply = await instance.AskAsync(OrderOf(order.Who, order.Key, order.Lines));
            if (reply.IsGood && PlacedUnder(order.Key)(reply) is { } placed)
            {
                lock (world.Answered)
                    world.Answered.Add(placed);
            }
        }))));

    /// <summary>Buys with a group: with a new one, or with this one.</summary>
    public Task<Reply?> PlaceInGroupAsync(string name, Who who, string key, string activityId, string? groupId = null) =>
        world.AskAsync(name, GroupOrderOf(who, key, activityId, groupId), PlacedUnder(key));

    /// <summary>Several want into a group at once, at one instance or at some.</summary>
    public Task JoinAtOnceAsync(string name, IReadOnlyList<Who> all, string activityId, string groupId, int instances = 1) => world.RushAsync(all.Select((who, n) =>
        ($"{name} {n}", (Func<Instance, Task>)(async instance =>
        {
            var reply = await instance.AskAsync(GroupOrderOf(who, $"{name}-{n}", activityId, groupId));
            if (reply.IsGood && PlacedUnder($"{name}-{n}")(reply) is { } placed)
            {
                lock (world.Answered)
                    world.Answered.Add(placed);
            }
        }))), instances);

    public Task<Reply?> AskForPaymentAsync(string name, OrderSeen order) => world.AskAsync(name, new Ask("RequestPayment") { Who = OwnerOf(order) }.At(("orderId", order.OrderId)));

    /// <summary>The phone pays with the newest prepay that WeChat has; nothing happens when it has none.</summary>
    /// <param name="order">What is paid.</param>
    /// <param name="isSilent">Whether WeChat never tells the shop.</param>
    public Task PayAsync(OrderSeen order, bool isSilent = false) => PayAsync(order, order.OrderId, isSilent);

    /// <summary>Somebody pays the order under a number that the shop did not give out for it, as another system with the merchant's key could.</summary>
    public async Task PayOtherwiseAsync(OrderSeen order, int attempt, long totalFen)
    {
        var number = $"{order.OrderId}{attempt:00}";
        await world.PrepayAsync(number, OwnerOf(order).OpenId, totalFen);
        await PayAsync(order, number, isSilent: false);
    }

    private async Task PayAsync(OrderSeen order, string number, bool isSilent)
    {
        var ledger = await world.WeChat.LedgerAsync();
        var trade = ledger.GetProperty("trades").EnumerateArray().FirstOrDefault(t => $"{t.GetProperty("outTradeNo")}".StartsWith(number, StringComparison.Ordinal)
            && t.TryGetProperty("package", out var package) && package.ValueKind == JsonValueKind.String);
        if (trade.ValueKind == JsonValueKind.Object)
            await world.WeChat.TellAsync("payments", new { package = $"{trade.GetProperty("package")}", openId = OwnerOf(order).OpenId, outcome = isSilent ? "PaidButSilent" : "Success" });
    }

    public Task<Reply?> CancelAsync(string name, OrderSeen order) => world.AskAsync(
        name, new Ask("CancelOrder") { Who = OwnerOf(order) }.At(("orderId", order.OrderId)).With(new { reason = "不想要了" }), _ => new Answered.OrderCancelled(order.OrderId));

    /// <param name="name">The job's name.</param>
    /// <param name="order">What is sent.</param>
    /// <param name="trackingNo">The parcel's number.</param>
    /// <param name="pieces">So many of the first line; all that can be sent when null.</param>
    public Task<Reply?> ShipAsync(string name, OrderSeen order, string trackingNo, int? pieces = null)
    {
        var lines = pieces is { } n ? new[] { new { lineNo = order.Lines[0].LineNo, quantity = n } } : null;
        return world.AskAsync(
            name, new Ask("ShipOrder") { Who = Keeper }.At(("orderId", order.OrderId)).With(new { carrier = "ZTO", trackingNo, lines }), _ => new Answered.Shipped(order.OrderId, trackingNo));
    }

    public Task<Reply?> ReceiveAsync(string name, OrderSeen order) => world.AskAsync(
        name, new Ask("ConfirmReceipt") { Who = OwnerOf(order) }.At(("orderId", order.OrderId)), _ => new Answered.Received(order.OrderId));

    public Task<Reply?> RequestAfterSaleAsync(string name, OrderSeen order, string key, string kind, string reason, int? pieces = null) => world.AskAsync(
        name,
        new Ask("RequestRefund") { Who = OwnerOf(order), Key = key }.At(("orderId", order.OrderId))
            .With(new { kind, reason, lines = pieces is { } n ? new[] { new { lineNo = order.Lines[^1].LineNo, quantity = n } } : null }),
        reply => new Answered.AfterSaleRequested(order.OrderId, $"{reply.Json["refund"]?["refundId"]}", key));

    public Task<Reply?> ApproveAsync(string name, CaseSeen sale) => Decide(name, "ApproveRefund", sale, new { }, "Requested");

    public Task<Reply?> RejectAsync(string name, CaseSeen sale) => Decide(name, "RejectRefund", sale, new { reason = "不符合退货条件" }, sale.IsLive ? sale.Stage : "");

    public Task<Reply?> InspectAsync(string name, CaseSeen sale, bool restock) => Decide(name, "InspectReturn", sale, new { restock }, "AwaitingInspection");

    public Task<Reply?> RetryRefundAsync(string name, string refundId) => world.AskAsync(name, new Ask("RetryRefund") { Who = Keeper }.At(("refundId", refundId)));

    public Task<Reply?> SendBackAsync(string name, OrderSeen order, CaseSeen sale) => world.AskAsync(
        name,
        new Ask("SendGoodsBack") { Who = OwnerOf(order) }.At(("orderId", order.OrderId), ("refundId", sale.RefundId)).With(new { carrier = "SF", trackingNo = $"R{name.Length}{sale.RefundId[^2..]}" }),
        _ => new Answered.AfterSaleMoved(sale.RefundId, "AwaitingReturn"));

    public Task<Reply?> WithdrawAsync(string name, OrderSeen order, CaseSeen sale) => world.AskAsync(
        name, new Ask("CancelRefund") { Who = OwnerOf(order) }.At(("orderId", order.OrderId), ("refundId", sale.RefundId)), _ => new Answered.AfterSaleMoved(sale.RefundId, sale.IsLive ? sale.Stage : ""));

    public Task<Reply?> AddStockAsync(string name, string sku, int pieces, string key) => world.AskAsync(
        name, new Ask("ChangeStock") { Who = Keeper, Key = key }.At(("skuId", sku)).With(new { delta = pieces, reason = "进货" }), _ => new Answered.StockChanged(sku, key, pieces));

    public Task<Reply?> RetryPoisonAsync(string name, string poisonId) => world.AskAsync(name, new Ask("RetryPoison") { Who = Keeper }.At(("poisonId", poisonId)));

    /// <summary>Orders as they stand, in the order of the keys under which they were placed; exchanges last.</summary>
    public static IReadOnlyList<OrderSeen> InOrder(Store store)
    {
        var keys = store.Of("Members", "key!").ToDictionary(k => k.Text("OrderId") ?? "", k => k.RowKey, StringComparer.Ordinal);
        return [.. store.Orders.OrderBy(o => keys.GetValueOrDefault(o.OrderId, "~"), StringComparer.Ordinal).ThenBy(o => o.ExchangeOf, StringComparer.Ordinal)];
    }

    public Task<Reply?> PlaceInFlashSaleAsync(string name, Who who, string key, int pieces, string sessionId = Noon) =>
        world.AskAsync(name, FlashOrderOf(who, key, pieces, sessionId), PlacedUnder(key));

    /// <summary>All want the same at once, at two instances.</summary>
    public Task RushAsync(string name, IReadOnlyList<Who> all, int pieces) => world.RushAsync(all.Select((who, n) =>
        ($"{name} {n}", (Func<Instance, Task>)(async instance =>
        {
            var reply = await instance.AskAsync(FlashOrderOf(who, $"{name}-{n}", pieces, Noon));
            if (reply.IsGood && PlacedUnder($"{name}-{n}")(reply) is { } placed)
            {
                lock (world.Answered)
                    world.Answered.Add(placed);
            }
        }))), instances: 2);

    /// <summary>Plans a flash sale, or changes it: a pool in two parts, three pieces for each member.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="sessionId">The session; <see cref="Noon"/> is open, any other opens in an hour and wants reservations.</param>
    /// <param name="pieces">How many are set aside.</param>
    public async Task<Reply?> PutFlashSaleAsync(string name, string sessionId, int pieces)
    {
        var opens = VirtualTime.Start.AddHours(sessionId == Noon ? -1 : 1);
        return await world.AskAsync(name, new Ask("PutFlashSale") { Who = Keeper }.At(("sessionId", sessionId)).With(new
        {
            title = sessionId,
            opensAt = opens,
            closesAt = opens.AddHours(13),
            reservationRequired = sessionId != Noon,
            items = new[] { new { skuId = Pot, priceFen = 990, pieces, limitPerMember = 3, stockShards = 2 } },
        }));
    }

    public Task<Reply?> ReserveAsync(string name, Who who, string sessionId) => world.AskAsync(name, new Ask("ReserveFlashSale") { Who = who }.At(("sessionId", sessionId)));

    /// <summary>Divides the stock of tea.</summary>
    public Task<Reply?> DivideTeaAsync(string name, int stockShards) => world.AskAsync(name, new Ask("PutProduct") { Who = Keeper }.At(("spuId", $"{Tea}-spu"))
        .With(new { title = Tea, category = "茶叶", skus = new[] { new { skuId = Tea, title = "一件", priceFen = 1990, stockShards } } }));

    private static Ask OrderOf(Who who, string key, (string Sku, int Quantity)[] lines, string? couponId = null) => new Ask("PlaceOrder") { Who = who, Key = key }
        .With(new { lines = lines.Select(l => new { skuId = l.Sku, quantity = l.Quantity }), address = Home, couponIds = couponId is null ? null : new[] { couponId } });

    public static string ActivityOf(GroupSeen group) => group.Steps.Count == 1 ? Pair : Ladder;

    private static Ask FlashOrderOf(Who who, string key, int pieces, string sessionId) => new Ask("PlaceOrder") { Who = who, Key = key }
        .With(new { lines = new[] { new { skuId = Pot, quantity = pieces } }, address = Home, flashSale = new { sessionId } });

    private static Ask GroupOrderOf(Who who, string key, string activityId, string? groupId) => new Ask("PlaceOrder") { Who = who, Key = key }
        .With(new { lines = new[] { new { skuId = activityId == Pair ? Tea : Cup, quantity = 1 } }, address = Home, groupBuy = new { activityId, groupId } });

    private static Func<Reply, Answered> PlacedUnder(string key) =>
        reply => new Answered.Placed($"{reply.Json["order"]?["orderId"]}", key, reply.Json["order"]!["totalFen"]!.GetValue<long>());

    /// <summary>The coupons that members have, of whatever stage, by when they came.</summary>
    public IReadOnlyList<(Who Owner, string CouponId)> Coupons(Store store) =>
    [
        .. from row in store.Of("Members", "coupon!").OrderBy(r => r.Json("Coupon").GetProperty("issuedAt").GetDateTimeOffset()).ThenBy(r => _shoppers.FindIndex(s => s.MemberId == r.PartitionKey))
           let owner = _shoppers.Find(s => s.MemberId == row.PartitionKey)
           where owner is not null
           select (owner, row.RowKey["coupon!".Length..]),
    ];

    private Who OwnerOf(OrderSeen order) => _shoppers.Find(s => s.MemberId == order.Row.PartitionKey) ?? throw new InvalidOperationException($"Nobody placed {order}.");

    private Task<Reply?> Decide(string name, string function, CaseSeen sale, object body, string from) => world.AskAsync(
        name, new Ask(function) { Who = Keeper }.At(("refundId", sale.RefundId)).With(body), _ => new Answered.AfterSaleMoved(sale.RefundId, from));
}
