using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group-buy activity (拼团活动): 1 to 30 letters, digits, <c>_</c> and <c>-</c>, chosen by who runs the shop.</summary>
[JsonConverter(typeof(IdentifierConverter<ActivityId>))]
internal readonly record struct ActivityId : IIdentifier<ActivityId>
{
    public const string Rule = "1 to 30 letters, digits, _ and -.";

    /// <summary>What the names of pools begin with.</summary>
    public const string PoolPrefix = "g-";

    private const int MostLength = 30;

    private ActivityId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Where the pieces lie that are set aside for it, and what its limit for one member is kept under.</summary>
    public string Pool => $"{PoolPrefix}{Value}";

    public static bool TryParse([NotNullWhen(true)] string? text, out ActivityId id)
    {
        var good = CatalogId.Looks(text) && text.Length <= MostLength;
        id = good ? new ActivityId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>A group (团): 17 characters of base 32, the key of its partition. Newer ones sort first.</summary>
[JsonConverter(typeof(IdentifierConverter<GroupId>))]
internal readonly record struct GroupId : IIdentifier<GroupId>
{
    private const int Length = 17;

    private GroupId(string value) => Value = value;

    public string Value { get; }

    public static GroupId New(Ids ids) => new($"{ids.Descending()}{ids.Random(8)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out GroupId id)
    {
        var good = Ids.Looks(text, Length);
        id = good ? new GroupId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
