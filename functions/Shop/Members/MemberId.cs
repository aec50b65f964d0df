using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Members;

/// <summary>A member of the shop: 13 characters of base 32, the key of the member's partition.</summary>
[JsonConverter(typeof(IdentifierConverter<MemberId>))]
internal readonly record struct MemberId : IIdentifier<MemberId>
{
    public const int Length = 13;

    private MemberId(string value) => Value = value;

    public string Value { get; }

    public static MemberId New(Ids ids) => new(ids.Random(Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out MemberId id)
    {
        var good = Ids.Looks(text, Length);
        id = good ? new MemberId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>WeChat's id of a person within one app: letters, digits, <c>_</c> and <c>-</c>.</summary>
[JsonConverter(typeof(IdentifierConverter<OpenId>))]
internal readonly record struct OpenId : IIdentifier<OpenId>
{
    private OpenId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out OpenId id)
    {
        var good = text is { Length: > 0 and <= 128 } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        id = good ? new OpenId(text ?? "") : default;
        return good;
    }

    // An OpenId leads to a person: it stands in no log.
    public override string ToString() => "OpenId";
}
