using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Coupons;

/// <summary>What operators and shoppers do with coupons and price rules.</summary>
internal static class CouponSteps
{
    /// <summary>An offer of coupons of 5 yuan off from 10 yuan on, for a month.</summary>
    /// <param name="change">Members of the body that are otherwise.</param>
    /// <returns>Its id: new each time, so that tests do not meet.</returns>
    public static async Task<string> PutOfferAsync(this ShopHost shop, object? change = null, string? offerId = null)
    {
        offerId ??= $"offer-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        (await shop.TryPutOfferAsync(offerId, change)).Expect(200);
        return offerId;
    }

    public static async Task<Reply> TryPutOfferAsync(this ShopHost shop, string offerId, object? change = null) =>
        await (await shop.LogInAsOperatorAsync()).PutAsync($"v1/ops/coupon-offers/{offerId}", OfferBody(shop.Time.GetUtcNow(), change));

    public static JsonObject OfferBody(DateTimeOffset now, object? change = null) => With(
        new
        {
            channel = "Link",
            title = "满10减5",
            kind = "AmountOff",
            amountFen = 500,
            thresholdFen = 1000,
            quantity = 100,
            claimFrom = now.AddDays(-1),
            claimUntil = now.AddDays(30),
            validUntil = now.AddDays(30),
        },
        change);

    /// <summary>A rule of the shop that runs now.</summary>
    public static async Task PutRuleAsync(this ShopHost shop, string promotionId, object rule) =>
        (await (await shop.LogInAsOperatorAsync()).PutAsync($"v1/ops/promotions/{promotionId}", RuleBody(shop.Time.GetUtcNow(), rule))).Expect(200);

    public static JsonObject RuleBody(DateTimeOffset now, object rule) => With(new { kind = "Tiers", title = "促销", from = now.AddDays(-1), until = now.AddDays(30) }, rule);

    /// <summary>Claims, and expects to get one.</summary>
    /// <returns>The coupon's id.</returns>
    public static async Task<string> ClaimAsync(this Shopper shopper, string offerId) =>
        $"{(await shopper.PostAsync($"v1/coupon-offers/{offerId}/claim")).Expect(201).Json["coupon"]!["couponId"]}";

    public static Task<Reply> OrderWithAsync(this Shopper shopper, string sku, int quantity, IEnumerable<string> couponIds, string? key = null) => shopper.PostAsync(
        "v1/orders", new { lines = new[] { new { skuId = sku, quantity } }, address = Shopper.Home, couponIds }, key ?? Guid.NewGuid().ToString("N"));

    public static async Task<Placed> PlaceWithAsync(this Shopper shopper, string sku, int quantity, params string[] couponIds)
    {
        var reply = (await shopper.OrderWithAsync(sku, quantity, couponIds)).Expect(201);
        return new Placed(reply.Json["order"]!.AsObject(), reply.Json["payment"] as JsonObject, reply);
    }

    public static async Task<JsonObject> PreviewAsync(this Shopper shopper, string sku, int quantity, params string[] couponIds) =>
        (await shopper.PostAsync("v1/orders/preview", new { lines = new[] { new { skuId = sku, quantity } }, couponIds })).Expect(200).Json;

    public static async Task<JsonObject> CouponAsync(this Shopper shopper, string couponId) =>
        (await shopper.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray().Single(c => $"{c!["couponId"]}" == couponId)!.AsObject();

    public static Task<JsonObject> SeeCouponAsync(this Shopper shopper, string couponId, string status) =>
        Eventually.SeeAsync(() => shopper.CouponAsync(couponId), c => $"{c["status"]}" == status, $"coupon {couponId} is {status}");

    /// <summary>An offer's numbers: issued, left, in use, used, the discount given.</summary>
    public static async Task<(int Issued, int Left, int InUse, int Used, long DiscountFen)> NumbersOfAsync(this ShopHost shop, string offerId)
    {
        var all = (await (await shop.LogInAsOperatorAsync()).GetAsync("v1/ops/coupon-offers")).Expect(200).Json["items"]!.AsArray();
        var item = all.Single(o => $"{o!["offer"]!["offerId"]}" == offerId)!;
        return ((int)item["issued"]!, (int)item["left"]!, (int)item["inUse"]!, (int)item["used"]!, (long)item["discountFen"]!);
    }

    /// <summary>Puts the clock forward and lets happen what is due.</summary>
    public static async Task PassAsync(this ShopHost shop, TimeSpan span)
    {
        shop.Time.Advance(span);
        await shop.FireAsync("MeetDeadlines", "");
    }

    private static JsonObject With(object body, object? change)
    {
        var whole = JsonSerializer.SerializeToNode(body, JsonSerializerOptions.Web)!.AsObject();
        foreach (var (name, value) in change is null ? [] : JsonSerializer.SerializeToNode(change, JsonSerializerOptions.Web)!.AsObject())
            whole[name] = value?.DeepClone();
        return whole;
    }
}
