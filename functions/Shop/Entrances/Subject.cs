using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Entrances;

/// <summary>For what visits and sales are counted: an entrance, what a member shares, or a channel.</summary>
internal readonly record struct Subject
{
    private Subject(string value) => Value = value;

    /// <summary>A text that can stand in a key; of one kind none is another's.</summary>
    public string Value { get; }

    public static Subject Of(EntranceId entrance) => new($"entrance.{entrance}");

    public static Subject Of(MemberId sharer) => new($"share.{sharer}");

    public static Subject Of(SaleChannel channel) => new($"channel.{channel}");

    /// <summary>Whatever a touch is counted for; of none it is only the channel of those whom nobody sent.</summary>
    public static IEnumerable<Subject> Of(Touch? touch)
    {
        yield return Of(touch?.Channel ?? SaleChannel.Other);
        if (touch?.EntranceId is { } entrance)
            yield return Of(entrance);
        if (touch?.SharedBy is { } sharer)
            yield return Of(sharer);
    }

    public override string ToString() => Value;
}
