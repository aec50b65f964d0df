using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Notices;

internal static class NoticesModule
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddChecked<NoticeOptions>("Notices", o => o.Faults())
        .AddSingleton<NoticeRules>()
        .AddSingleton<NoticeBook>()
        .AddSingleton<INoticeRoute, SubscribeRoute>()
        .AddScoped<INoticeRoute, CustomerRoute>()
        .AddScoped<INoticeRoute, TemplateRoute>()
        .AddEffect<NoticeDue, SendNotices>()
        .AddForgetful<ForgetPermissions>()
        .AddPush<TakePopupAnswers>()
        .AddPush<TakePermissionChanges>()
        .AddPush<TakeSubscribeResults>()
        .AddPush<TakeTemplateResults>();
}
