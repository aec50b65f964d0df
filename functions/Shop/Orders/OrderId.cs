using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>
/// An order: 30 characters of base 32. The first 13 are its member's id, so that every number made from it leads to the member's partition;
/// then 9 that sort the newest order first, and 8 of chance.
/// </summary>
[JsonConverter(typeof(IdentifierConverter<OrderId>))]
internal readonly record struct OrderId : IIdentifier<OrderId>
{
    public const int Length = 30;
    public const int ChanceLength = 8;

    private OrderId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Whose order it is.</summary>
    public MemberId MemberId =>
        MemberId.TryParse(Value[..MemberId.Length], out var member) ? member : throw new InvalidOperationException("An order without a member.");

    public static OrderId New(MemberId member, Ids ids) => new($"{member}{ids.Descending()}{ids.Random(ChanceLength)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out OrderId id)
    {
        var good = Ids.Looks(text, Length);
        id = good ? new OrderId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>商户订单号: what WeChat Pay knows a payment by. The OrderId and two digits of attempt: 32 characters, WeChat's limit.</summary>
[JsonConverter(typeof(IdentifierConverter<OutTradeNo>))]
internal readonly record struct OutTradeNo : IIdentifier<OutTradeNo>
{
    private OutTradeNo(string value) => Value = value;

    public string Value { get; }

    public OrderId OrderId => OrderId.TryParse(Value[..OrderId.Length], out var order) ? order : throw new InvalidOperationException("A number without an order.");

    /// <param name="order">The order that is paid.</param>
    /// <param name="attempt">1 to 99: a new one only when the old number is closed for good.</param>
    public static OutTradeNo Of(OrderId order, int attempt) =>
        attempt is >= 1 and <= 99 ? new($"{order}{attempt:00}") : throw new ArgumentOutOfRangeException(nameof(attempt));

    public static bool TryParse([NotNullWhen(true)] string? text, out OutTradeNo number)
    {
        var good = text?.Length == OrderId.Length + 2 && OrderId.TryParse(text[..OrderId.Length], out _)
            && char.IsAsciiDigit(text[^2]) && char.IsAsciiDigit(text[^1]);
        number = good ? new OutTradeNo(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
