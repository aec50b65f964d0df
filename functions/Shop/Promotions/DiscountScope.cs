using FluentValidation;
using WeCommerce.Shop.Catalog;

namespace WeCommerce.Shop.Promotions;

/// <summary>Which goods a discount is about (适用范围): products of some categories and some products by name; all where neither is said.</summary>
internal sealed record DiscountScope(IReadOnlyList<string> Categories, IReadOnlyList<SpuId> SpuIds)
{
    public static DiscountScope Everything { get; } = new([], []);

    public bool Covers(SpuId spu, string category) =>
        (Categories.Count == 0 && SpuIds.Count == 0) || Categories.Contains(category, StringComparer.Ordinal) || SpuIds.Contains(spu);
}

/// <summary>A scope as an operator sends it.</summary>
internal sealed record ScopeRequest(IReadOnlyList<string>? Categories, IReadOnlyList<string>? SpuIds)
{
    public DiscountScope ToScope() => new(Categories ?? [], [.. (SpuIds ?? []).Select(s => SpuId.TryParse(s, out var id) ? id : default)]);
}

internal sealed class ScopeRules : AbstractValidator<ScopeRequest>
{
    public ScopeRules()
    {
        RuleFor(s => s.Categories).Must(c => c is null || c.Count <= 50).WithMessage("At most 50 categories.");
        RuleForEach(s => s.Categories).NotEmpty().MaximumLength(32);
        RuleFor(s => s.SpuIds).Must(s => s is null || s.Count <= 200).WithMessage("At most 200 products.");
        RuleForEach(s => s.SpuIds).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
    }
}
