using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.WeChat.Pay;

/// <summary>WeChat Pay for an app.</summary>
public static class PayModule
{
    /// <summary>
    /// Adds <see cref="PayClient"/>, <see cref="NotificationReader"/> and <see cref="SensitiveFields"/>, configured by
    /// <see cref="PayOptions.Section"/> and validated on start.
    /// </summary>
    public static IServiceCollection AddWeChatPay(this IServiceCollection services)
    {
        services.AddOptions<PayOptions>().BindConfiguration(PayOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PayOptions>, PayOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddWeChatHttpClient(PayTransport.ClientName);
        services.TryAddSingleton<MerchantKey>();
        services.TryAddSingleton<PayTransport>();
        services.TryAddSingleton<CertificateDownload>();
        services.TryAddSingleton<VerificationKeys>();
        services.TryAddSingleton<SignatureCheck>();
        services.TryAddSingleton<BillDownload>();
        services.TryAddSingleton(s => new SensitiveFields(s.GetRequiredService<VerificationKeys>(), s.GetRequiredService<MerchantKey>()));
        services.TryAddSingleton(s => new NotificationReader(
            s.GetRequiredService<SignatureCheck>(),
            s.GetRequiredService<IOptions<PayOptions>>(),
            s.GetRequiredService<ILogger<NotificationReader>>()));
        services.TryAddSingleton(s => new PayClient(
            s.GetRequiredService<PayTransport>(),
            s.GetRequiredService<SignatureCheck>(),
            s.GetRequiredService<MerchantKey>(),
            s.GetRequiredService<SensitiveFields>(),
            s.GetRequiredService<BillDownload>(),
            s.GetRequiredService<IOptions<PayOptions>>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<PayClient>>()));
        return services;
    }
}
