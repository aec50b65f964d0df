using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Books;

internal static class BooksModule
{
    public static IServiceCollection AddBooks(this IServiceCollection services) => services.AddEffect<EntriesMade, Ledger>();
}
