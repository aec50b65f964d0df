using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Watches;

/// <summary>What notices about watched SKUs say: as things are when they are sent.</summary>
internal sealed class WatchNotices(Partitions partitions, Catalogue catalogue, StockRoom stock) : INoticeSource
{
    public IReadOnlyList<NoticeKind> Kinds { get; } = [NoticeKind.BackInStock, NoticeKind.PriceDropped];

    public async Task<NoticeFacts?> ReadAsync(NoticeKind kind, MemberId member, string about, CancellationToken cancellation)
    {
        if (!SkuId.TryParse(about.Split('~')[0], out var sku) || (await catalogue.GetAsync(cancellation)).Find(sku) is not { Product.OnSale: true } found
            || await partitions.ReadAsync(Tables.Of(member), WatchRows.KeyOf(sku), cancellation) is not { } row)
        {
            return null;
        }

        var (watch, price) = (WatchRows.WatchOf(row), found.Sku.PriceFen);
        var isSo = kind == NoticeKind.PriceDropped ? watch.PriceDrop && price < watch.PriceFen : watch.BackInStock && !await stock.IsShortAsync(sku, 1);
        return isSo
            ? new NoticeFacts(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["spu"] = found.Product.SpuId.Value,
                ["sku"] = sku.Value,
                ["product"] = found.Product.Title,
                ["price"] = $"{price}",
                ["before"] = $"{watch.PriceFen}",
            })
            : null;
    }
}
