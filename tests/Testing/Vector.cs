using System.Text.Json;

namespace WeCommerce.Testing;

/// <summary>One published or generated test vector of WeChat's cryptography (tests/vectors/wechat.json).</summary>
public sealed record Vector(string Id, string Kind, JsonElement Inputs, JsonElement Expected)
{
    /// <summary>The vectors of a kind that reproduce; those marked <c>verified: false</c> are no facts and are left out.</summary>
    public static IReadOnlyList<Vector> OfKind(string kind)
    {
        using var stream = File.OpenRead(Checkout.PathOf("tests", "vectors", "wechat.json"));
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.GetProperty("vectors").EnumerateArray()
                .Where(v => v.GetProperty("kind").GetString() == kind && v.GetProperty("verified").GetBoolean())
                .Select(v => new Vector(v.GetProperty("id").GetString()!, kind, v.GetProperty("inputs").Clone(), v.GetProperty("expected").Clone())),
        ];
    }

    /// <summary>An input by name; empty when the vector has none of that name.</summary>
    public string Input(string name) => Inputs.TryGetProperty(name, out var value) ? Text(value) : "";

    /// <summary>An expected value by name; null when the vector does not expect one.</summary>
    public string? Expect(string name) => Expected.TryGetProperty(name, out var value) ? Text(value) : null;

    public override string ToString() => Id;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
