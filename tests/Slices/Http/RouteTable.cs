using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Slices.Coupons;
using WeCommerce.Slices.GroupBuys;

namespace WeCommerce.Slices.Http;

/// <summary>
/// Every route of the shop, one row each: who may call it, and a call that is right. A route without a row fails the tests. To add one: say which
/// kind of door it has, how a good body looks, and, if its path has a new <c>{name}</c>, give <see cref="RouteWorld"/> a way to make such a thing.
/// </summary>
internal static class RouteTable
{
    public static IReadOnlyList<RouteRow> Rows { get; } =
    [
        new("GET docs", Open(200)),
        new("GET openapi.json", Open(200)),
        new("GET health/live", Open(200)),
        new("GET health/ready", Open(200)),

        new("POST v1/login", Open(200)) { Body = async w => new JsonObject { ["code"] = await w.LoginCodeAsync() } },
        new("POST v1/login/phone", Member(200)) { Body = async w => new JsonObject { ["code"] = await w.PhoneCodeAsync() } },

        new("GET v1/me", Member(200)),
        new("PATCH v1/me", Member(200)) { Body = _ => Of(new { nickname = "雷", avatarUrl = "https://example.com/a.png" }) },
        new("GET v1/me/addresses", Member(200)),
        new("POST v1/me/addresses", Member(201)) { Body = w => Of(w.NewAddress()) },
        new("PUT v1/me/addresses/{addressId}", Owner(200)) { Body = w => Of(w.NewAddress()) },
        new("DELETE v1/me/addresses/{addressId}", Owner(204)),

        new("GET v1/products", Open(200)),
        new("GET v1/products/{spuId}", Open(200)),
        new("GET v1/products/{spuId}/cover.svg", Open(200)),
        new("PUT v1/ops/products/{spuId}", Operator(200))
        {
            Body = w => Of(new { title = "明前龙井", category = "茶叶", skus = new[] { new { skuId = w.Sku, title = "50g", priceFen = 1990 } } }),
        },
        new("POST v1/ops/stock/{skuId}", Operator(200)) { Body = _ => Of(new { delta = 1, reason = "进货" }), Key = true },

        new("GET v1/flash-sales", Open(200)),
        new("GET v1/flash-sales/{sessionId}", Open(200)),
        new("POST v1/flash-sales/{sessionId}/reservations", Member(201)),
        new("GET v1/ops/flash-sales", Operator(200)),
        new("PUT v1/ops/flash-sales/{sessionId}", Operator(200)) { Body = w => Of(w.NewFlashSale()) },

        new("GET v1/cart", Member(200)),
        new("PUT v1/cart/{skuId}", Member(200)) { Body = _ => Of(new { quantity = 1 }) },
        new("DELETE v1/cart/{skuId}", Member(200)),

        new("POST v1/orders/preview", Member(200)) { Body = w => Of(new { lines = new[] { new { skuId = w.Sku, quantity = 1 } } }) },
        new("POST v1/orders", Member(201))
        {
            Body = w => Of(new { lines = new[] { new { skuId = w.Sku, quantity = 1 } }, address = w.NewAddress(), remark = "快点" }),
            Key = true,
        },
        new("GET v1/orders", Member(200)),
        new("GET v1/orders/{orderId}", Owner(200)),
        new("POST v1/orders/{orderId}/cancel", Owner(200)) { Body = _ => Of(new { reason = "不想要了" }) },
        new("POST v1/orders/{orderId}/payment", Owner(200)),

        new("POST v1/orders/{orderId}/receipt", Owner(200)) { Things = RouteThings.SentOrderAsync },
        new("POST v1/orders/{orderId}/refunds", Owner(201))
        {
            Things = RouteThings.PaidOrderAsync,
            Body = _ => Of(new { kind = "RefundOnly", reason = "NoLongerWanted", note = "不要了" }),
            Key = true,
        },
        new("GET v1/orders/{orderId}/refunds/{refundId}", Owner(200)) { Things = RouteThings.Case("Requested") },
        new("POST v1/orders/{orderId}/refunds/{refundId}/cancel", Owner(200)) { Things = RouteThings.Case("Requested") },
        new("POST v1/orders/{orderId}/refunds/{refundId}/return", Owner(200))
        {
            Things = RouteThings.Case("AwaitingReturn"),
            Body = _ => Of(new { carrier = "SF", trackingNo = "SF1" }),
        },

        new("GET v1/coupons", Member(200)),
        new("GET v1/coupon-offers", Member(200)),
        new("POST v1/coupon-offers/{offerId}/claim", Member(201)),
        new("GET v1/ops/coupon-offers", Operator(200)),
        new("PUT v1/ops/coupon-offers/{offerId}", Operator(200)) { Body = _ => Task.FromResult(RouteThings.OfferBody()) },
        new("POST v1/ops/coupon-offers/{offerId}/grants", Operator(202)) { Body = w => Of(new { memberIds = new[] { w.Other.MemberId } }), Key = true },
        new("GET v1/ops/coupon-offers/{offerId}/grants/{grantId}", Operator(200)) { Things = RouteThings.GrantAsync },
        new("GET v1/ops/promotions", Operator(200)),
        // From more on than anybody here buys for.
        new("PUT v1/ops/promotions/{promotionId}", Operator(200))
        {
            Body = _ => Task.FromResult(CouponSteps.RuleBody(DateTimeOffset.UtcNow, new { tiers = new[] { new { fromFen = 90_000_000, kind = "PercentOff", percentOff = 1 } } })),
        },

        new("GET v1/group-buy-activities/{activityId}/groups", Open(200)) { Things = RouteThings.ActivityAsync },
        new("GET v1/group-buys/{groupId}", Open(200)) { Things = RouteThings.GroupAsync },
        new("PUT v1/ops/group-buy-activities/{activityId}", Operator(200)) { Body = w => Of(GroupBuySteps.Activity(w.Sku)) },
        new("GET v1/ops/group-buy-activities", Operator(200)),
        new("GET v1/ops/group-buy-activities/{activityId}/groups", Operator(200)) { Things = RouteThings.ActivityAsync },

        new("GET v1/ops/orders", Operator(200)),
        new("GET v1/ops/orders/{orderId}", Operator(200)),
        new("GET v1/ops/orders/{orderId}/entries", Operator(200)),
        new("POST v1/ops/orders/{orderId}/shipments", Operator(200))
        {
            Things = RouteThings.PaidOrderAsync,
            Body = _ => Of(new { carrier = "ZTO", trackingNo = "ZTO1" }),
        },
        new("POST v1/ops/refunds/{refundId}/approve", Operator(200)) { Things = RouteThings.Case("Requested") },
        new("POST v1/ops/refunds/{refundId}/reject", Operator(200)) { Things = RouteThings.Case("Requested"), Body = _ => Of(new { reason = "超出范围" }) },
        new("POST v1/ops/refunds/{refundId}/inspected", Operator(200))
        {
            Things = RouteThings.Case("AwaitingInspection"),
            Body = _ => Of(new { restock = true }),
        },
        new("POST v1/ops/refunds/{refundId}/retry", Operator(200)) { Things = RouteThings.Case("Processing") },
        new("POST v1/ops/refunds/{refundId}/abnormal", Operator(200)) { Things = RouteThings.AbnormalRefundAsync, Body = w => Of(w.PayerCard()) },
        new("GET v1/ops/books/{day}", Operator(200)),
        new("POST v1/ops/reconciliation/{day}", Operator(202)) { Things = RouteThings.NewDayAsync },
        new("GET v1/ops/reconciliation/{day}", Operator(200)) { Things = RouteThings.DifferenceAsync },
        new("POST v1/ops/reconciliation/{day}/differences/{differenceId}/take", Operator(200)) { Things = RouteThings.DifferenceAsync },
        new("GET v1/ops/tasks", Operator(200)),
        new("POST v1/ops/tasks/{taskId}/done", Operator(200)) { Things = RouteThings.TaskAsync, Body = _ => Of(new { note = "做了" }) },
        new("GET v1/ops/poison", Operator(200)),
        new("GET v1/ops/poison/{poisonId}", Operator(200)) { Things = RouteThings.PoisonAsync },
        new("POST v1/ops/poison/{poisonId}/retry", Operator(200)) { Things = RouteThings.PoisonAsync },
        new("POST v1/ops/poison/{poisonId}/drop", Operator(200)) { Things = RouteThings.PoisonAsync, Body = _ => Of(new { reason = "过时" }) },
        new("GET v1/ops/orders/{orderId}/trace", Operator(200)),
        new("GET v1/ops/notifies", Operator(200)),
        new("POST v1/ops/notifies/{notifyId}/replay", Operator(200)) { Things = RouteThings.NotifyAsync },

        new("GET v1/me/permissions", Member(200)),
        new("POST v1/me/permissions", Member(200)) { Body = _ => Of(new { answers = new[] { new { templateId = "t1", result = "accept" } } }), Key = true },
        new("POST v1/visits", Member(200)) { Body = _ => Of(new { scene = 1047, entrance = "poster" }) },
        new("GET v1/me/share", Member(200)),
        new("GET v1/me/posters/{spuId}", Member(200)),
        new("GET v1/entrances/{scene}", Open(200)) { Things = RouteThings.EntranceAsync },
        new("GET v1/ops/entrances", Operator(200)),
        new("PUT v1/ops/entrances/{entranceId}", Operator(200)) { Body = _ => Task.FromResult(RouteThings.EntranceBody()) },
        new("GET v1/ops/entrances/{entranceId}", Operator(200)) { Things = RouteThings.EntranceAsync },
        new("GET v1/ops/entrances/{entranceId}/orders", Operator(200)) { Things = RouteThings.EntranceAsync },
        new("GET v1/ops/entrances/{entranceId}/code", Operator(200)) { Things = RouteThings.EntranceAsync },
        new("POST v1/ops/entrances/{entranceId}/renewals", Operator(200)) { Things = RouteThings.EntranceAsync },
        new("GET v1/ops/channels", Operator(200)),
        new("GET v1/ops/shares/{memberId}", Operator(200)) { Things = w => Task.FromResult(RouteThings.Member(w.Shopper)) },
        new("GET v1/me/watches", Member(200)),
        new("PUT v1/me/watches/{skuId}", Member(200)) { Body = _ => Of(new { backInStock = true }) },
        new("DELETE v1/me/watches/{skuId}", Member(204)),
        new("GET v1/ops/erasures", Operator(200)),
        new("GET v1/ops/notice-rules", Operator(200)),
        new("PUT v1/ops/notice-rules/{kind}", Operator(200))
        {
            Body = _ => Of(new { routes = new[] { new { kind = "SubscribeMessage", appId = ShopHost.AppId, templateId = "t1", fields = new[] { new { key = "thing1", text = "{product}" } } } } }),
        },
        new("GET v1/ops/notices", Operator(200)),
        new("GET v1/ops/notice-counts", Operator(200)),

        new("GET v1/ops/pushes", Operator(200)),
        new("GET v1/ops/push-counts", Operator(200)),
        new("GET v1/ops/reply-rules", Operator(200)),
        new("PUT v1/ops/reply-rules/{ruleId}", Operator(200))
        {
            Body = _ => Of(new
            {
                app = "official",
                when = new { kind = "Keyword", texts = new[] { "发货" }, match = "Contains" },
                reply = new { kind = "Article", title = "发货", description = "说明", url = "https://example.com/", pictureUrl = "https://example.com/a.png" },
                priority = 1,
            }),
        },
        new("GET v1/ops/menus/{app}", Operator(200)) { Things = RouteThings.MenuAsync },
        new("PUT v1/ops/menus/{app}", Operator(200)) { Things = RouteThings.Account, Body = _ => Task.FromResult(RouteThings.MenuBody()) },
        new("GET wechat/messages/{app}", All(401)),
        new("POST wechat/messages/{app}", All(401)) { Body = _ => Of(new { ToUserName = "gh_1", Encrypt = "bm90IGVuY3J5cHRlZA==" }), Signed = true },
        new("POST wechat/refund-notify", All(401)) { Body = _ => Of(new { id = "EV-1", event_type = "REFUND.SUCCESS" }), Signed = true },
        new("POST wechat/pay-notify", All(401)) { Body = _ => Of(new { id = "EV-1", event_type = "TRANSACTION.SUCCESS" }), Signed = true },
    ];

    /// <summary>Anybody.</summary>
    private static int[] Open(int status) => All(status);

    /// <summary>Any member, about their own.</summary>
    private static int[] Member(int status) => [401, status, status, status, 401, 401];

    /// <summary>The member to whom what the path names belongs; for all others there is no such thing.</summary>
    private static int[] Owner(int status) => [401, 404, status, 404, 401, 401];

    /// <summary>Who runs the shop.</summary>
    private static int[] Operator(int status) => [401, 403, 403, status, 401, 401];

    private static int[] All(int status) => [.. Enumerable.Repeat(status, Enum.GetValues<Caller>().Length)];

    private static Task<JsonObject> Of(object body) => Task.FromResult(JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web)!.AsObject());
}
