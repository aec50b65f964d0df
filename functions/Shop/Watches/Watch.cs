using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Watches;

/// <summary>A member waits for something to become of a SKU (关注).</summary>
/// <param name="PriceFen">What it cost when the member began to watch: less than that is a fall.</param>
/// <param name="BackInStock">To be told when there are pieces again (到货提醒).</param>
/// <param name="PriceDrop">To be told when it costs less (降价提醒).</param>
internal sealed record Watch(SkuId SkuId, Fen PriceFen, bool BackInStock, bool PriceDrop, DateTimeOffset Since);

/// <summary>A member watches a SKU, or does no longer: it is listed with those who do.</summary>
internal sealed record WatchChanged(MemberId MemberId, SkuId SkuId);
