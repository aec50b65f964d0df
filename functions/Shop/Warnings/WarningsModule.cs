using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Warnings;

/// <summary>What WeChat tells the shop about its apps and what a person has to see.</summary>
internal static class WarningsModule
{
    public static IServiceCollection AddWarnings(this IServiceCollection services) => services
        .AddPush<TakePunishment>()
        .AddPush<TakeAuditFailed>()
        .AddPush<TakeAuditDelayed>()
        .AddPush<TakePrivacyAudit>()
        .AddPush<TakeBadComment>();
}
