using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Messages;
using WeCommerce.WeChat.MiniProgram;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.WeChat.Api;

/// <summary>Mini-programs and official accounts for an app.</summary>
public static class WeChatApiModule
{
    /// <summary>
    /// Adds <see cref="IMiniProgram"/> and <see cref="AccessTokens"/>, configured by <see cref="MiniProgramOptions.Section"/> and
    /// validated on start. The app adds an <see cref="IAccessTokenStore"/>.
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
        services.TryAddSingleton<IMessages, MessagesClient>();
        return services;
    }
}
