using System.Text.Json.Nodes;

namespace WeCommerce.Slices;

/// <summary>An answer of the shop, whole.</summary>
public sealed record Reply(int Status, string Text, HttpResponseMessage Message)
{
    public JsonObject Json => JsonNode.Parse(Text) as JsonObject ?? throw new InvalidOperationException($"Not an object: {Text}");

    /// <summary>The problem's code; empty for none.</summary>
    public string Code => Text.Length > 0 && Json["code"] is { } code ? code.GetValue<string>() : "";

    /// <summary>Storage calls and round trips of the request, counted at the SDK's transport.</summary>
    public (int Calls, int Trips, bool Filter) Storage
    {
        get
        {
            var parts = Header("Storage-Calls").Split(", ").Select(p => p.Split('=')[1]).ToArray();
            return (int.Parse(parts[0]), int.Parse(parts[1]), bool.Parse(parts[2]));
        }
    }

    public static async Task<Reply> OfAsync(HttpResponseMessage message) => new((int)message.StatusCode, await message.Content.ReadAsStringAsync(), message);

    public string Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"Expected {status}: {this}");
        return this;
    }

    public Reply Expect(int status, string code)
    {
        Assert.True(Status == status && Code == code, $"Expected {status} {code}: {this}");
        return this;
    }

    public override string ToString() => $"{Message.RequestMessage?.Method} {Message.RequestMessage?.RequestUri?.AbsolutePath} → {Status} {Text}";
}
