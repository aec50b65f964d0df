namespace WeCommerce.Shop.Http;

/// <summary>A list, and where it goes on; <c>next</c> is absent at its end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
