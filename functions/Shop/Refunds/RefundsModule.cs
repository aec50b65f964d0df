using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Payments;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Refunds;

internal static class RefundsModule
{
    public static IServiceCollection AddRefunds(this IServiceCollection services) =>
        services.AddEffect<SendRefund, RefundDesk>().AddScoped<INotifyTaker, HandleRefundNotify>();
}
