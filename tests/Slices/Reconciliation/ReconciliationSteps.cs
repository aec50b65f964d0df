using System.Globalization;
using System.Text.Json.Nodes;
using WeCommerce.Shop.Money;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Reconciliation;

/// <summary>A day passes, WeChat makes its bill, and it is held against the books.</summary>
internal static class ReconciliationSteps
{
    /// <summary>Puts the clock to the next noon in Beijing, so that what a test does is all of one day.</summary>
    /// <returns>The day.</returns>
    public static string GoToNoon(this ShopHost shop) => shop.GoTo(TimeSpan.FromHours(12));

    /// <summary>Puts the clock to the next morning, when the bill of what was today is made.</summary>
    public static void GoToNextMorning(this ShopHost shop) => shop.GoTo(new TimeSpan(10, 30, 0));

    /// <summary>Reconciles a day, and waits for the result of just this run.</summary>
    public static async Task<JsonObject> ReconcileAsync(this Shopper keeper, string day) => await keeper.SeeRunAsync(day, await keeper.StartAsync(day), "Done");

    public static async Task<string> StartAsync(this Shopper keeper, string day) => $"{(await keeper.PostAsync($"v1/ops/reconciliation/{day}")).Expect(202).Json["run"]}";

    /// <summary>Looks at a day's report until the run stands so, or a later one does.</summary>
    public static Task<JsonObject> SeeRunAsync(this Shopper keeper, string day, string run, string state) => Eventually.SeeAsync(
        () => keeper.ReportAsync(day),
        r => $"{r["report"]!["state"]}" == state && string.CompareOrdinal($"{r["report"]!["run"]}", run) >= 0,
        $"{day} is {state}");

    public static async Task<JsonObject> ReportAsync(this Shopper keeper, string day) => (await keeper.GetAsync($"v1/ops/reconciliation/{day}")).Expect(200).Json;

    /// <summary>The classes of a report's differences.</summary>
    public static IEnumerable<string> Classes(this JsonObject report) => report["differences"]!.AsArray().Select(d => $"{d!["class"]}");

    public static async Task<IReadOnlyList<JsonObject>> TasksAsync(this Shopper keeper, string kind, bool done = false) =>
        [.. (await keeper.GetAsync($"v1/ops/tasks?kind={kind}&done={(done ? "true" : "false")}")).Expect(200).Json["items"]!.AsArray().Select(t => t!.AsObject())];

    private static string GoTo(this ShopHost shop, TimeSpan hour)
    {
        var now = shop.Time.GetUtcNow();
        var next = ShopDay.Begin(ShopDay.Of(now)) + hour;
        shop.Time.Advance((next > now ? next : next.AddDays(1)) - now);
        return ShopDay.Of(shop.Time.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
