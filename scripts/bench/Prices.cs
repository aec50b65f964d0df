using System.Text.Json;

namespace WeCommerce.Bench;

/// <summary>What Azure asks for, from <c>prices.json</c>.</summary>
internal sealed record Prices(
    string AsOf, string Region, string Currency, IReadOnlyList<Plan> Plans, double PerTenThousandTableOperations, double PerTenThousandQueueOperations)
{
    public static Prices Read(string root) =>
        JsonSerializer.Deserialize<Prices>(File.ReadAllBytes(Path.Combine(root, "scripts", "bench", "prices.json")), JsonSerializerOptions.Web)
        ?? throw new Trouble("scripts/bench/prices.json is empty.");

    public double StorageOf(double tables, double queues) => (tables * PerTenThousandTableOperations + queues * PerTenThousandQueueOperations) / 10_000;
}

/// <summary>A way to pay for executions.</summary>
/// <param name="Gb">Memory that is billed while an execution lasts.</param>
/// <param name="LeastSeconds">The shortest time that is billed; all executions of an order are shorter.</param>
internal sealed record Plan(string Name, double PerMillionExecutions, double PerGbSecond, double Gb, double LeastSeconds)
{
    /// <summary>Each execution by itself: several at once on one instance cost less on Flex Consumption.</summary>
    public double PriceOf(double executions) => executions * (PerMillionExecutions / 1_000_000 + Gb * LeastSeconds * PerGbSecond);
}
