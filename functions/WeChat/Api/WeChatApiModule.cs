using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Codes;
using WeCommerce.WeChat.Messages;
using WeCommerce.WeChat.MiniProgram;
using WeCommerce.WeChat.OfficialAccount;
using WeCommerce.WeChat.Safety;

namespace WeCommerce.WeChat.Api;

/// <summary>WeChat's server API for an app: mini-programs and official accounts.</summary>
public static class WeChatApiModule
{
    /// <summary>
    /// Adds <see cref="IMiniProgram"/>, <see cref="IOfficialAccount"/>, <see cref="IMessages"/>, <see cref="ICodes"/>, <see cref="IContentChecks"/> and
    /// <see cref="AccessTokens"/>, configured by <see cref="MiniProgramOptions.Section"/> and <see cref="OfficialAccountOptions.Section"/> and validated
    /// on start. The app adds an <see cref="IAccessTokenStore"/>.
    /// </summary>
    public static IServiceCollection AddWeChatApi(this IServiceCollection services)
    {
        services.AddOptions<MiniProgramOptions>().BindConfiguration(MiniProgramOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MiniProgramOptions>, MiniProgramOptionsCheck>());
        services.AddOptions<OfficialAccountOptions>().BindConfiguration(OfficialAccountOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OfficialAccountOptions>, OfficialAccountOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddWeChatHttpClient(ApiTransport.ClientName);
        services.TryAddSingleton<ApiTransport>();
        services.TryAddSingleton(s => new AccessTokens(
            s.GetRequiredService<IAccessTokenStore>(),
            s.GetRequiredService<ApiTransport>(),
            s.GetRequiredService<IOptions<MiniProgramOptions>>(),
            s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ApiCaller>();
        services.TryAddSingleton<IMiniProgram, MiniProgramClient>();
        services.TryAddSingleton<IOfficialAccount, OfficialAccountClient>();
        services.TryAddSingleton<IMessages, MessagesClient>();
        services.TryAddSingleton<ICodes, CodesClient>();
        services.TryAddSingleton<IContentChecks, ContentChecksClient>();
        return services;
    }
}
