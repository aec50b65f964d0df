using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeCommerce.Bench.Floor;

/// <summary>
/// The least code that does what the shop does for an order, a notify, a refund request and a look at an order: the same storage calls in the same order, the same calls to
/// WeChat, rows of the same size. No sessions, catalogue, checks, problems, logs or repeats: what it costs, no shop can go below.
/// </summary>
internal static class FloorServer
{
    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        string Setting(string name) => app.Configuration[name] ?? throw new Trouble($"The floor has no setting {name}.");

        var storage = Setting("AzureWebJobsStorage");
        var tables = new TableClientOptions();
        tables.Diagnostics.IsLoggingEnabled = tables.Diagnostics.IsDistributedTracingEnabled = false;
        var queues = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        queues.Diagnostics.IsLoggingEnabled = queues.Diagnostics.IsDistributedTracingEnabled = false;
        var members = new TableClient(storage, FloorRows.Members, tables);
        var stock = new FloorStock(new TableClient(storage, FloorRows.Stock, tables));
        var toClose = new QueueClient(storage, FloorRows.OrdersToClose, queues);
        var effects = new QueueClient(storage, FloorRows.Effects, queues);
        var pay = new FloorPay(Setting);

        app.MapGet("/api/health/ready", () => Results.NoContent());
        app.MapPost("/api/v1/orders", async (HttpRequest http) =>
        {
            var request = await JsonSerializer.DeserializeAsync<FloorRequest>(http.Body, FloorRows.Json);
            var buyer = http.Headers.Authorization.ToString()["Bearer ".Length..].Split(' ');
            var (member, line) = (buyer[0], request!.Lines[0]);
            var order = FloorOrder.New(member, buyer[1], line.SkuId, line.Quantity, request.Address);
            await Task.WhenAll(
                toClose.SendMessageAsync(JsonSerializer.Serialize(new { order.OrderId, order.Skus, Attempt = 0 }, FloorRows.Json), TimeSpan.FromSeconds(1805), TimeSpan.FromSeconds(-1)),
                stock.HoldAsync(line.SkuId, line.Quantity, FloorRows.HoldOf(line.SkuId, order)));
            await members.SubmitTransactionAsync(FloorRows.Placing(member, http.Headers["Idempotency-Key"].ToString(), order));
            return Results.Json(new { order, payment = await pay.PrepayAsync(order) }, FloorRows.Json, statusCode: 201);
        });
        app.MapPost("/api/wechat/pay-notify", async (HttpRequest http) =>
        {
            using var body = new MemoryStream();
            await http.Body.CopyToAsync(body);
            if (pay.Open(http.Headers, body.ToArray()) is not { } transaction)
                return Results.StatusCode(401);

            var orderId = transaction.GetProperty("out_trade_no").GetString()![..FloorOrder.IdLength];
            var (member, operation) = (orderId[..13], FloorRows.NewId(13));
            var (order, etag) = await WakeUpAndReadAsync(member, operation, orderId);
            await members.SubmitTransactionAsync(FloorRows.Paying(member, operation, order.Paid(transaction), etag));
            return Results.NoContent();
        });
        app.MapGet("/api/v1/orders/{orderId}", async (string orderId) =>
        {
            var row = await members.GetEntityAsync<TableEntity>(orderId[..13], $"order!{orderId}");
            return Results.Json(JsonSerializer.Deserialize<FloorOrder>(row.Value.GetString("Order"), FloorRows.Json), FloorRows.Json);
        });
        app.MapPost("/api/v1/orders/{orderId}/refunds", async (string orderId, HttpRequest http) =>
        {
            using var body = new MemoryStream();
            await http.Body.CopyToAsync(body);
            var wish = JsonSerializer.Deserialize<FloorWish>(body.ToArray(), FloorRows.Json)!;
            var (member, operation) = (orderId[..13], FloorRows.NewId(13));
            var (order, etag) = await WakeUpAndReadAsync(member, operation, orderId);
            var asked = order.Asked(wish, http.Headers["Idempotency-Key"].ToString(), Convert.ToHexString(SHA256.HashData(body.ToArray())));
            await members.SubmitTransactionAsync(FloorRows.Asking(member, operation, asked, etag));
            return Results.Json(new { refund = asked.AfterSales[^1] }, FloorRows.Json, statusCode: 201);
        });
        await app.RunAsync();

        async Task<(FloorOrder Order, ETag ETag)> WakeUpAndReadAsync(string member, string operation, string orderId)
        {
            var wakeUp = new { Table = FloorRows.Members, Partition = member, Operation = operation, CommitBy = DateTimeOffset.UtcNow.AddSeconds(30) };
            var message = effects.SendMessageAsync(JsonSerializer.Serialize(wakeUp, FloorRows.Json), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(-1));
            var row = await members.GetEntityAsync<TableEntity>(member, $"order!{orderId}");
            await message;
            return (JsonSerializer.Deserialize<FloorOrder>(row.Value.GetString("Order"), FloorRows.Json)!, row.Value.ETag);
        }
    }
}

internal sealed record FloorRequest(FloorRequest.Line[] Lines, FloorAddress Address)
{
    internal sealed record Line(string SkuId, int Quantity);
}
