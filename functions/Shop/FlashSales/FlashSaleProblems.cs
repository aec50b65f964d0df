using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.FlashSales;

/// <summary>What can stand in the way at a flash sale.</summary>
internal static class FlashSaleProblems
{
    /// <summary>RFC 8470, "Too Early".</summary>
    private const int TooEarlyStatus = 425;

    public static Problem NotFound { get; } = Problem.NotFound("FLASH_SALE_NOT_FOUND", "There is no such flash sale.");

    public static Problem Over { get; } = Problem.Conflict("FLASH_SALE_OVER", "The flash sale is over.");

    public static Problem AlreadyOpen { get; } =
        Problem.Conflict("FLASH_SALE_OPEN", "The flash sale is open: its prices, its opening and what is sold in it stay as they are; pieces can be added.");

    public static Problem ReservationsClosed { get; } = Problem.Conflict("RESERVATIONS_CLOSED", "Places are reserved before the flash sale opens.");

    public static Problem ReservationRequired { get; } = Problem.Conflict("RESERVATION_REQUIRED", "Only those who reserved a place may buy.");

    public static Problem ShardsShrink(FlashSaleItem item) =>
        Problem.Conflict("STOCK_SHARDS_SHRINK", $"The pool of SKU {item.SkuId} is divided into {item.StockShards} parts; there can be more, never fewer.");

    /// <summary>Nothing was sold yet: whoever asks, there is nothing to look up.</summary>
    public static Problem TooEarly(FlashSale sale, DateTimeOffset now)
    {
        var seconds = (int)Math.Min(int.MaxValue, Math.Ceiling((sale.OpensAt - now).TotalSeconds));
        return new(TooEarlyStatus, "TOO_EARLY", "The flash sale is not open yet.")
        {
            IsCertain = true,
            RetryAfter = seconds,
            More = new Dictionary<string, object>(StringComparer.Ordinal) { ["opensAt"] = sale.OpensAt, ["now"] = now, ["secondsLeft"] = seconds },
        };
    }
}
