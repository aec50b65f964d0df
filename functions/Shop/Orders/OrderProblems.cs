using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Orders;

/// <summary>What can stand in an order's way.</summary>
internal static class OrderProblems
{
    private static readonly string[] NotEnough = ["Not enough in stock."];

    /// <summary>Somebody else's order looks exactly like one that does not exist.</summary>
    public static Problem NotFound { get; } = Problem.NotFound("ORDER_NOT_FOUND", "There is no such order.");

    public static Problem AlreadyPaid { get; } = Problem.Conflict("ORDER_ALREADY_PAID", "The order is paid.");

    public static Problem NotPayable { get; } = Problem.Conflict("ORDER_NOT_PAYABLE", "The order can no longer be paid.");

    /// <summary>A payment whose amount or number is not the order's: never taken.</summary>
    public static Problem PaymentMismatch { get; } = Problem.Conflict("PAYMENT_MISMATCH", "The payment is not of this order's amount.");

    public static Problem RefundNotFound => AfterSales.AfterSaleProblems.NotFound;

    /// <summary>WeChat's refund of this number is not the one that the shop knows.</summary>
    public static Problem RefundMismatch { get; } = Problem.Conflict("REFUND_MISMATCH", "The refund is of another payment or amount.");

    public static Problem RefundDone { get; } = Problem.Conflict("REFUND_DONE", "The money is back already.");

    public static Problem RefundTooMuch { get; } = Problem.Conflict("REFUND_TOO_MUCH", "More than is left of the payment would go back.");

    public static Problem KeyReused { get; } = new(422, "IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key came before with another body.");

    public static Problem SkuNotOnSale(int line, SkuId sku) =>
        new(422, "SKU_NOT_ON_SALE", $"SKU {sku} is not on sale.") { Errors = ErrorIn($"lines[{line}].skuId", "Not on sale.") };

    public static Problem OutOfStock(IEnumerable<int> lines) =>
        Problem.Conflict("OUT_OF_STOCK", "There is not enough in stock.") with
        {
            Errors = lines.ToDictionary(n => $"lines[{n}].quantity", _ => NotEnough, StringComparer.Ordinal),
        };

    /// <summary>The shopper saw another total: shown the new one, they may order again.</summary>
    public static Problem PriceChanged(Fen total) =>
        Problem.Conflict("PRICE_CHANGED", "A price changed since it was shown.") with
        {
            More = new Dictionary<string, object>(StringComparer.Ordinal) { ["totalFen"] = total.Value },
        };

    private static Dictionary<string, string[]> ErrorIn(string field, string message) => new(StringComparer.Ordinal) { [field] = [message] };
}
