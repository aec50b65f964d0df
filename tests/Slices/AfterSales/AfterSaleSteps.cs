using System.Text.Json.Nodes;

namespace WeCommerce.Slices.AfterSales;

/// <summary>What shoppers and operators do after an order is paid.</summary>
internal static class AfterSaleSteps
{
    public static Task<Reply> AskForRefundAsync(this Shopper shopper, string orderId, object request, string? key = null) =>
        shopper.PostAsync($"v1/orders/{orderId}/refunds", request, key ?? Guid.NewGuid().ToString("N"));

    /// <summary>Asks, and expects to be heard.</summary>
    /// <returns>The case.</returns>
    public static async Task<JsonObject> RefundAsync(this Shopper shopper, string orderId, object request) =>
        (await shopper.AskForRefundAsync(orderId, request)).Expect(201).Json["refund"]!.AsObject();

    public static async Task<JsonObject> ShipAsync(this Shopper keeper, string orderId, string trackingNo = "ZTO0000000001", object? lines = null) =>
        (await keeper.PostAsync($"v1/ops/orders/{orderId}/shipments", new { carrier = "ZTO", trackingNo, lines })).Expect(200).Json["order"]!.AsObject();

    public static async Task<JsonObject> DecideAsync(this Shopper keeper, JsonObject refund, string what, object? body = null) =>
        (await keeper.PostAsync($"v1/ops/refunds/{refund["refundId"]}/{what}", body)).Expect(200).Json["refund"]!.AsObject();

    public static Task<JsonObject> SeeRefundAsync(this Shopper shopper, string orderId, JsonObject refund, string status) => shopper.SeeOrderAsync(
        orderId, o => o["refunds"]!.AsArray().Any(r => $"{r!["refundId"]}" == $"{refund["refundId"]}" && $"{r["status"]}" == status));
}
