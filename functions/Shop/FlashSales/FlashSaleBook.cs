using System.Collections.Frozen;
using WeCommerce.Shop.LiveSets;

namespace WeCommerce.Shop.FlashSales;

/// <summary>The sessions as they were at one moment.</summary>
internal sealed class FlashSaleSnapshot(IReadOnlyList<FlashSale> sales)
{
    private readonly FrozenDictionary<FlashSaleId, FlashSale> _byId = sales.ToFrozenDictionary(s => s.SessionId);

    /// <summary>All sessions, those that are over too; what opens first comes first.</summary>
    public IReadOnlyList<FlashSale> Sales { get; } = [.. sales.OrderBy(s => s.OpensAt).ThenBy(s => s.SessionId.Value, StringComparer.Ordinal)];

    public FlashSale? Find(FlashSaleId id) => _byId.GetValueOrDefault(id);

    public FlashSale? Find(string? id) => FlashSaleId.TryParse(id, out var parsed) ? Find(parsed) : null;
}

/// <summary>The shop's flash sales.</summary>
internal sealed class FlashSaleBook(LiveSetTools tools)
    : LiveSet<FlashSale, FlashSaleSnapshot>(new(Tables.FlashSales, "sale"), static sales => new FlashSaleSnapshot(sales), tools);
