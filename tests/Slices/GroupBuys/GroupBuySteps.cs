using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace WeCommerce.Slices.GroupBuys;

/// <summary>What operators and shoppers do about group-buys.</summary>
internal static class GroupBuySteps
{
    public const long PriceFen = 1500;

    /// <summary>A good activity about a SKU of <see cref="ShopHost.PutOnSaleAsync"/>.</summary>
    public static JsonObject Activity(string sku, int size = 3, int minutesToFill = 60, params (int People, long PriceFen)[] steps)
    {
        var ladder = steps.Length > 0 ? steps : [(size, PriceFen)];
        return new JsonObject
        {
            ["spuId"] = $"{sku}-spu",
            ["title"] = $"{size} 人团",
            ["steps"] = new JsonArray([.. ladder.Select(s => new JsonObject
            {
                ["people"] = s.People,
                ["prices"] = new JsonArray(new JsonObject { ["skuId"] = sku, ["priceFen"] = s.PriceFen }),
            })]),
            ["minutesToFill"] = minutesToFill,
            ["startsAt"] = "2026-01-01T00:00:00Z",
            ["endsAt"] = "2099-01-01T00:00:00Z",
        };
    }

    public static JsonObject With(this JsonObject activity, string name, JsonNode? value)
    {
        activity[name] = value;
        return activity;
    }

    public static async Task<string> PutActivityAsync(this Shopper keeper, JsonObject activity)
    {
        var id = $"a{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        (await keeper.PutAsync($"v1/ops/group-buy-activities/{id}", activity)).Expect(200);
        return id;
    }

    public static Task<Reply> TryGroupAsync(this Shopper shopper, string activityId, string sku, string? groupId = null, int quantity = 1) => shopper.PostAsync(
        "v1/orders",
        new { lines = new[] { new { skuId = sku, quantity } }, address = Shopper.Home, groupBuy = new { activityId, groupId } },
        Guid.NewGuid().ToString("N"));

    public static Task<Placed> OpenGroupAsync(this Shopper shopper, string activityId, string sku, int quantity = 1) => JoinGroupAsync(shopper, activityId, sku, null, quantity);

    public static async Task<Placed> JoinGroupAsync(this Shopper shopper, string activityId, string sku, string? groupId, int quantity = 1)
    {
        var reply = (await shopper.TryGroupAsync(activityId, sku, groupId, quantity)).Expect(201);
        return new Placed(reply.Json["order"]!.AsObject(), reply.Json["payment"] as JsonObject, reply);
    }

    /// <summary>Pays, and waits until the member shows in the group.</summary>
    /// <returns>The group.</returns>
    public static async Task<string> PayForGroupAsync(this Shopper shopper, Placed placed)
    {
        await shopper.PayAsync(placed.Payment!);
        var groupId = $"{placed.Order["groupBuy"]!["groupId"]}";
        await shopper.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" != "Unpaid");
        await shopper.SeeGroupAsync(groupId, g => g["seats"]!.AsArray().Any(s => (bool)s!["paid"]!));
        return groupId;
    }

    public static Task<JsonObject> SeeGroupAsync(this Shopper shopper, string groupId, Func<JsonObject, bool> good) => Testing.Eventually.SeeAsync(
        async () => await shopper.GetAsync($"v1/group-buys/{groupId}") is { Status: 200 } seen ? seen.Json : new JsonObject { ["seats"] = new JsonArray() }, good, $"group {groupId}");
}
