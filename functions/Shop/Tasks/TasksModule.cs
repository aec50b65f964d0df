using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Tasks;

internal static class TasksModule
{
    public static IServiceCollection AddTasks(this IServiceCollection services) =>
        services.AddSingleton<OperatorTasks>().AddEffect<RaiseTask, KeepTasks>().AddEffect<EndTask, KeepTasks>();
}
