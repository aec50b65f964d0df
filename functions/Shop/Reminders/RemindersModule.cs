using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Reminders;

internal static class RemindersModule
{
    public static IServiceCollection AddReminders(this IServiceCollection services) => services.AddEffect<Remind, ReminderBook>();
}
