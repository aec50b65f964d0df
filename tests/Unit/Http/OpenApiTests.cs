using System.Reflection;
using System.Text.Json.Nodes;
using WeCommerce.Shop.Http;
using WeCommerce.Testing;

namespace WeCommerce.Unit.Http;

public sealed class OpenApiTests
{
    // Clients are made from openapi.json: what the shop answers changes only together with it.
    [Fact]
    public void Document_IsTheOneInTheRepository()
    {
        var (made, path) = (OpenApiDocument.Make(), Checkout.PathOf("openapi.json"));
        if (Environment.GetEnvironmentVariable("WECOMMERCE_ACCEPT") is not null)
            File.WriteAllText(path, made);

        Assert.True(made == File.ReadAllText(path), "openapi.json is out of date. To accept what the shop says now: WECOMMERCE_ACCEPT=1 dotnet run scripts/test.cs -- --only Unit");
    }

    [Fact]
    public void EveryHttpFunction_SaysWhatItAnswers() => Assert.All(OpenApiDocument.Functions(), f => Assert.NotNull(f.Answer));

    // Function keys would be a query string, which WeChat refuses in a notify URL, and a second lock beside the session.
    [Fact]
    public void NoFunction_WantsAKey() => Assert.All(OpenApiDocument.Functions(), f => Assert.All(
        f.Method.GetParameters().Select(p => p.GetCustomAttribute<Microsoft.Azure.Functions.Worker.HttpTriggerAttribute>()).OfType<Microsoft.Azure.Functions.Worker.HttpTriggerAttribute>(),
        t => Assert.Equal(Microsoft.Azure.Functions.Worker.AuthorizationLevel.Anonymous, t.AuthLevel)));

    // Lesson 42: what anybody may call is a short list that somebody read.
    [Fact]
    public void OnlyThese_NeedNoSession() => Assert.Equal(
        [
            "GET docs", "GET health/live", "GET health/ready", "GET openapi.json", "GET v1/entrances/{scene}", "GET v1/flash-sales", "GET v1/flash-sales/{sessionId}",
            "GET v1/group-buy-activities/{activityId}/groups", "GET v1/group-buys/{groupId}", "GET v1/products", "GET v1/products/{spuId}",
            "GET v1/products/{spuId}/cover.svg", "GET wechat/messages/{app}", "POST v1/login", "POST wechat/messages/{app}", "POST wechat/pay-notify", "POST wechat/refund-notify",
        ],
        Operations().Where(o => o.Operation["security"] is null).Select(o => o.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void OperatorsRoutes_AreForOperators() => Assert.All(
        Operations(), o => Assert.Equal(o.Name.Contains(" v1/ops/", StringComparison.Ordinal), $"{o.Operation["tags"]?[0]}" == "operators"));

    private static IEnumerable<(string Name, JsonObject Operation)> Operations() =>
        from path in JsonNode.Parse(OpenApiDocument.Make())!["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        select ($"{verb.Key.ToUpperInvariant()} {path.Key.TrimStart('/')}", verb.Value!.AsObject());
}
