using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Shop.Reconciliation;

internal static class ReconciliationModule
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services) => services
        .AddSingleton<DayReader>()
        .AddSingleton<ReportBook>()
        .AddSingleton<DifferenceTasks>();
}
