using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

internal static class StockModule
{
    public static IServiceCollection AddStock(this IServiceCollection services) =>
        services
            .AddSingleton<StockLanes>()
            .AddSingleton<StockMoves>()
            .AddSingleton<PartedHolds>()
            .AddSingleton<StockRoom>()
            .AddDeadline<EmptyLeftPool>()
            .AddEffect<StockSold, EndHolds>()
            .AddEffect<StockFreed, EndHolds>()
            .AddEffect<StockReturned, ReturnToStock>()
            .AddEffect<SetAside, FillPools>()
            .AddEffect<ReleasePool, FillPools>()
            .AddEffect<StockDivided, DivideStock>()
            .AddEffect<EvenPieces, DivideStock>()
            .AddEffect<GatherPieces, DivideStock>();
}
