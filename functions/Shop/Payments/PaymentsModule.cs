using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Payments;

internal static class PaymentsModule
{
    public static IServiceCollection AddPayments(this IServiceCollection services) => services
        .AddChecked<PaymentOptions>("Payments", o => o.Faults())
        .AddSingleton<PaymentDesk>()
        .AddSingleton<NotifyDoor>()
        .AddScoped<INotifyTaker, HandlePayNotify>();
}
