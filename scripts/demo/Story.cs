using System.Text.Json.Nodes;

namespace WeCommerce.Demo;

/// <summary>Somebody with a session.</summary>
internal sealed record Shopper(string OpenId, string Token);

/// <summary>Who plays, and what came of it so far.</summary>
internal sealed record Story(ShopClient Shop, Shopper Li, Shopper Han, Shopper Keeper)
{
    /// <summary>Li's order of two tins of tea, paid.</summary>
    public required JsonObject Order { get; set; }

    /// <summary>Tins that there were before.</summary>
    public required int TinsBefore { get; init; }

    /// <summary>Han's order that nobody paid.</summary>
    public JsonObject? Unpaid { get; set; }

    /// <summary>Tells what is made anew in each run apart.</summary>
    public string Run { get; } = Convert.ToHexStringLower(BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
}
