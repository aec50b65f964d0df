using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Poison;
using WeCommerce.Shop.Tasks;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Storage;

namespace WeCommerce.Slices.Http;

/// <summary>What paths name that has to have come a certain way before a call of them is right: ids by their names in the route.</summary>
internal static class RouteThings
{
    public static async Task<Dictionary<string, string>> PaidOrderAsync(RouteWorld world) => Order((await world.Shopper.BuyAsync(world.Sku)).OrderId);

    public static async Task<Dictionary<string, string>> SentOrderAsync(RouteWorld world)
    {
        var orderId = (await world.Shopper.BuyAsync(world.Sku)).OrderId;
        await world.Operator.ShipAsync(orderId);
        return Order(orderId);
    }

    /// <summary>An order that was sent, and a case about its goods at this point.</summary>
    public static Func<RouteWorld, Task<Dictionary<string, string>>> Case(string stage) => async world =>
    {
        var things = await SentOrderAsync(world);
        var refund = await world.Shopper.RefundAsync(things["orderId"], new { kind = stage == "Processing" ? "RefundOnly" : "ReturnAndRefund", reason = "Quality" });
        things["refundId"] = $"{refund["refundId"]}";
        if (stage is not "Requested")
            await world.Operator.DecideAsync(refund, "approve");
        if (stage is "AwaitingInspection")
            (await world.Shopper.PostAsync($"v1/orders/{things["orderId"]}/refunds/{things["refundId"]}/return", new { carrier = "SF", trackingNo = "SF1" })).Expect(200);
        return things;
    };

    public static async Task<Dictionary<string, string>> TaskAsync(RouteWorld world)
    {
        var about = new Ids(TimeProvider.System).Random(13);
        var raise = new RaiseTask(TaskKind.ShippingDue, about, "订单要发货", "请发货", DateTimeOffset.UtcNow.AddHours(1));
        await world.Services.GetRequiredService<OperatorTasks>().RaiseAsync(raise);
        return new(StringComparer.Ordinal) { ["taskId"] = TaskId.Of(raise.Kind, about).Value };
    }

    public static async Task<Dictionary<string, string>> PoisonAsync(RouteWorld world)
    {
        var id = PoisonId.Of(EffectRunner.Queue, DateTimeOffset.UtcNow, Guid.NewGuid().ToString());
        var message = new PoisonMessage(id, EffectRunner.Queue, new JsonObject { ["nothing"] = true }.ToJsonString(), DateTimeOffset.UtcNow);
        await world.Services.GetRequiredService<PoisonBook>().FileAsync(message, default);
        return new(StringComparer.Ordinal) { ["poisonId"] = id.Value };
    }

    private static Dictionary<string, string> Order(string orderId) => new(StringComparer.Ordinal) { ["orderId"] = orderId };
}
