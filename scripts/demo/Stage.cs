using System.Text.Json.Nodes;

namespace WeCommerce.Demo;

/// <summary>What the audience reads, and what must be so.</summary>
internal static class Stage
{
    public static void Step(string what) => Console.WriteLine($"\n■ {what}");

    public static void Say(string what) => Console.WriteLine($"  {what}");

    public static void SayTimeline(JsonObject order)
    {
        foreach (var entry in order.Items("timeline"))
            Say($"  {entry["at"]}  {entry["what"]}");
    }

    public static void Expect(bool so, string what)
    {
        if (!so)
            throw new Unexpected(what);
        Console.WriteLine($"  ✓ {what}");
    }

    public static string Yuan(JsonNode? fen) => $"¥{(long)(fen ?? 0) / 100m:0.00}";

    public static List<JsonObject> Items(this JsonObject of, string name = "items") => [.. (of[name] as JsonArray ?? []).OfType<JsonObject>()];

    public static JsonObject Part(this JsonObject of, string name) => of[name] as JsonObject ?? throw new Unexpected($"no {name} in {of}");
}

internal sealed class Unexpected(string message) : Exception(message);
