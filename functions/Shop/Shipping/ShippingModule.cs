using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Shipping;

internal static class ShippingModule
{
    public static IServiceCollection AddShipping(this IServiceCollection services) => services
        .AddChecked<ShippingOptions>("Shipping", o => o.Faults())
        .AddDeadline<NoticeLateShipping>()
        .AddDeadline<ReceiveInTime>()
        .AddDeadline<RemindReceipt>()
        .AddEffect<ReportShipping, ReportShippings>()
        .AddSingleton<PushedOrder>()
        .AddPush<TakeSettlement>()
        .AddPush<TakeShippingReminder>()
        .AddPush<TakeAccessReminder>()
        .AddPush<TakeExpressPath>();
}
