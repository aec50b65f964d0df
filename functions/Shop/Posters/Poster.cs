using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Posters;

/// <summary>What stands on a poster (海报).</summary>
/// <param name="PriceFen">The least that the product costs.</param>
/// <param name="ShopName">Empty for none.</param>
/// <param name="Sharer">The nickname of who recommends it; null for somebody without one.</param>
/// <param name="Picture">The product's picture: JPEG, PNG or WebP from anywhere; null for none.</param>
/// <param name="Code">The mini-program's code as WeChat drew it.</param>
internal sealed record Poster(Product Product, Fen PriceFen, string ShopName, string? Sharer, byte[]? Picture, byte[] Code);
