using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Orders;

/// <summary>A list's <c>status</c>: one, or all.</summary>
/// <param name="Status">Null for all.</param>
internal readonly record struct OrderStatuses(OrderStatus? Status)
{
    public static Result<OrderStatuses> Parse(string text) =>
        text.Length == 0 ? new OrderStatuses(null)
        : Enum.TryParse<OrderStatus>(text, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(text[0]) ? new OrderStatuses(parsed)
        : Problem.Malformed("status", "No such status.");
}
