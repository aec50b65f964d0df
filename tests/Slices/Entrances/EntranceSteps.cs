using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Entrances;

/// <summary>What operators do about the ways in, and what they see of them.</summary>
internal static class EntranceSteps
{
    public static object Code(string name = "地铁海报") => new { kind = "MiniProgramCode", name, owner = "市场部", campaign = "双十二", page = "pages/index/index" };

    /// <summary>Puts in an entrance, and waits until WeChat has made it.</summary>
    public static async Task<JsonObject> PutEntranceAsync(this ShopHost shop, string id, object body)
    {
        var keeper = await shop.LogInAsOperatorAsync();
        (await keeper.PutAsync($"v1/ops/entrances/{id}", body)).Expect(200);
        return await shop.SeeEntranceAsync(id, "Ready");
    }

    public static async Task<JsonObject> SeeEntranceAsync(this ShopHost shop, string id, string status)
    {
        var keeper = await shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync(
            async () => (await keeper.GetAsync($"v1/ops/entrances/{id}")).Expect(200).Json["entrance"]!.AsObject(), e => $"{e["status"]}" == status, $"{id} is {status}");
    }

    public static async Task<JsonObject> VisitAsync(this Shopper member, object arrival) => (await member.PostAsync("v1/visits", arrival)).Expect(200).Json;

    /// <summary>The numbers of an entrance, a channel or a member's shares.</summary>
    public static async Task<Came> CameAsync(this ShopHost shop, string what)
    {
        var keeper = await shop.LogInAsOperatorAsync();
        return what.Split(':') switch
        {
            ["entrance", var id] => Came.Of((await keeper.GetAsync($"v1/ops/entrances/{id}")).Expect(200).Json["numbers"]!["total"]!),
            ["share", var member] => Came.Of((await keeper.GetAsync($"v1/ops/shares/{member}")).Expect(200).Json["total"]!),
            ["channel", var name] => Came.Of(
                (await keeper.GetAsync("v1/ops/channels")).Expect(200).Json["items"]!.AsArray().Single(i => $"{i!["channel"]}" == name)!["numbers"]!),
            _ => throw new ArgumentException("entrance:…, share:… or channel:…", nameof(what)),
        };
    }

    public static Task<Came> SeeCameAsync(this ShopHost shop, string what, Came wanted) =>
        Eventually.SeeAsync(() => shop.CameAsync(what), came => came == wanted, $"{what} has {wanted}");
}

/// <summary>What came by a way.</summary>
internal sealed record Came(int Visits = 0, int Members = 0, int NewMembers = 0, int Orders = 0, long GmvFen = 0, int FirstTouchOrders = 0, long FirstTouchGmvFen = 0)
{
    public static Came Of(JsonNode numbers) => new(
        (int)numbers["visits"]!,
        (int)numbers["members"]!,
        (int)numbers["newMembers"]!,
        (int)numbers["orders"]!,
        (long)numbers["gmvFen"]!,
        (int)numbers["firstTouchOrders"]!,
        (long)numbers["firstTouchGmvFen"]!);
}
