using System.Net;
using Microsoft.AspNetCore.Http;

namespace WeCommerce.Shop.Catalog;

/// <summary>Covers that the shop draws for products without a picture of their own: SVG from title, category and SpuId, always the same for the same product.</summary>
internal static class Covers
{
    private static readonly (string Light, string Deep)[] Colours =
    [
        ("#e8f3ec", "#3f7d5a"), ("#fdf0e3", "#c46a2b"), ("#eaf1fb", "#3b6fb5"), ("#fbeaee", "#b84a62"),
        ("#f3eefb", "#6f55a8"), ("#fbf6e0", "#a4842a"), ("#e6f5f6", "#2f8189"), ("#f4efe9", "#7a5b43"),
    ];

    public static string UrlOf(Product product, HttpRequest http)
    {
        if (product.CoverUrl is { } url)
            return url;

        // The route prefix is whatever stands before "v1" in the request's own path.
        var path = http.Path.Value ?? "";
        var at = path.IndexOf("/v1/", StringComparison.Ordinal);
        return $"{http.Scheme}://{http.Host}{http.PathBase}{(at < 0 ? "" : path[..at])}/v1/products/{product.SpuId}/cover.svg";
    }

    /// <summary>A background and what is drawn on it, as "#rrggbb"; always the same for the same text.</summary>
    public static (string Light, string Deep) ColoursOf(string text) => Colours[text.Aggregate(7u, static (hash, c) => (hash * 31) + c) % Colours.Length];

    public static string Draw(Product product)
    {
        var seed = product.SpuId.Value.Aggregate(17u, static (hash, c) => (hash * 31) + c);
        var (light, deep) = ColoursOf(product.Category);
        var (cx, cy, r, tilt) = (200 + (seed % 90), 150 + (seed / 7 % 60), 120 + (seed / 11 % 50), seed / 13 % 40);
        var lines = string.Concat(LinesOf(product.Title).Select((line, n) =>
            $"""<text x="40" y="{430 + (n * 52)}" font-size="40" font-weight="600" fill="#2b2b2b">{WebUtility.HtmlEncode(line)}</text>"""));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600" font-family="PingFang SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif">
            <rect width="600" height="600" fill="{light}"/>
            <g transform="rotate({tilt} 300 200)" fill="{deep}">
            <circle cx="{cx}" cy="{cy}" r="{r}" opacity=".16"/><circle cx="{cx + 150}" cy="{cy + 50}" r="{r * 2 / 3}" opacity=".24"/>
            <rect x="{cx + 30}" y="{cy - 60}" width="{r}" height="{r}" rx="{r / 4}" opacity=".32"/>
            </g>
            <text x="300" y="270" font-size="150" font-weight="700" text-anchor="middle" fill="{deep}">{WebUtility.HtmlEncode(FirstOf(product))}</text>
            <rect y="370" width="600" height="230" fill="#fff" opacity=".78"/>{lines}
            <text x="40" y="566" font-size="28" fill="{deep}">{WebUtility.HtmlEncode(product.Category)}</text>
            </svg>
            """;
    }

    private static string FirstOf(Product product) =>
        System.Globalization.StringInfo.GetNextTextElement(product.Category.Length > 0 ? product.Category : product.Title);

    // Two lines of 13 Chinese characters fit.
    private static IEnumerable<string> LinesOf(string title) => title.Chunk(13).Take(2).Select(static line => new string(line));
}
