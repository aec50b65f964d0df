namespace WeCommerce.Shop.Posters;

/// <summary>What a sharing poster (海报) shows. Texts may be of any length and hold anything: what does not fit is cut, what cannot be drawn is left out.</summary>
/// <param name="Title">The product's.</param>
/// <param name="Price">As it is shown, like "¥19.90"; never cut, but drawn smaller when it is long.</param>
/// <param name="ShopName">Empty for none.</param>
/// <param name="Sharer">The nickname of who recommends the product; null for nobody.</param>
/// <param name="Picture">The product's, as JPEG, PNG or WebP; null for none. One that cannot be read counts as none.</param>
/// <param name="Code">The mini-program code (小程序码), as PNG or JPEG.</param>
internal sealed record Poster(string Title, string Price, string ShopName, string? Sharer, byte[]? Picture, byte[] Code);
