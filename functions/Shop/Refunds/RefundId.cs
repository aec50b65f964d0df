using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Refunds;

/// <summary>
/// A refund of an order: the OrderId, R and two digits. It leads to its order without being looked up, and is what WeChat knows it by
/// (商户退款单号, OutRefundNo).
/// </summary>
[JsonConverter(typeof(IdentifierConverter<RefundId>))]
internal readonly record struct RefundId : IIdentifier<RefundId>
{
    private const int Length = OrderId.Length + 3;

    private RefundId(string value) => Value = value;

    public string Value { get; }

    public OrderId OrderId => OrderId.TryParse(Value[..OrderId.Length], out var order) ? order : throw new InvalidOperationException("A refund without an order.");

    /// <param name="order">The order that it is a refund of.</param>
    /// <param name="number">1 to 99.</param>
    public static RefundId Of(OrderId order, int number) =>
        number is >= 1 and <= 99 ? new($"{order}R{number:00}") : throw new ArgumentOutOfRangeException(nameof(number));

    public static bool TryParse([NotNullWhen(true)] string? text, out RefundId id)
    {
        var good = text?.Length == Length && OrderId.TryParse(text[..OrderId.Length], out _) && text[OrderId.Length] == 'R'
            && char.IsAsciiDigit(text[^2]) && char.IsAsciiDigit(text[^1]);
        id = good ? new RefundId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
