using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Entrances;

/// <summary>What a client says of how somebody came: with a login, a visit or an order.</summary>
/// <param name="Scene">WeChat's scene number (场景值).</param>
/// <param name="Entrance">What a code has as scene, or a link as <c>entrance</c>.</param>
/// <param name="Referrer">A share token.</param>
internal sealed record Arrival(int? Scene, string? Entrance, string? Referrer)
{
    public bool SaysSomething => Scene is not null || !string.IsNullOrEmpty(Entrance) || !string.IsNullOrEmpty(Referrer);
}

/// <summary>A member came, by a way that counts (触点).</summary>
/// <param name="EntranceId">The entrance; null where it is none that operators made.</param>
/// <param name="SharedBy">Who shared it; null where nobody did.</param>
/// <param name="Scene">WeChat's scene number.</param>
internal sealed record Touch(DateTimeOffset At, SaleChannel Channel, EntranceId? EntranceId, MemberId? SharedBy, int? Scene)
{
    /// <summary>Whether it names a way: who opens the shop from what they used lately comes by the way by which they came before.</summary>
    public bool IsNamed => EntranceId is not null || SharedBy is not null || Channel != SaleChannel.Other;
}

/// <summary>By which ways a member came. Pure: told late, again or out of order it ends in the same.</summary>
/// <param name="First">The earliest of all.</param>
/// <param name="Recent">The latest, newest first, at most <see cref="Most"/>.</param>
internal sealed record Touches(Touch? First, IReadOnlyList<Touch> Recent)
{
    public const int Most = 20;

    public static Touches None { get; } = new(null, []);

    public Touches With(Touch touch)
    {
        if (!touch.IsNamed || Recent.Contains(touch))
            return this;

        Touch[] recent = [.. Recent.Append(touch).OrderByDescending(t => t.At).Take(Most)];
        return new(First is null || touch.At < First.At ? touch : First, recent);
    }

    /// <summary>The last way before an instant, if it was not longer ago than a window.</summary>
    public Touch? LastBefore(DateTimeOffset at, TimeSpan window) => Recent.FirstOrDefault(t => t.At <= at && at - t.At <= window);

    /// <summary>The first way, if it was before an instant.</summary>
    public Touch? FirstBefore(DateTimeOffset at) => First is { } first && first.At <= at ? first : null;
}
