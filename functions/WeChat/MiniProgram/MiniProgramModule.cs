using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>Mini-programs for an app.</summary>
public static class MiniProgramModule
{
    /// <summary>
    /// Adds <see cref="IMiniProgram"/> and <see cref="AccessTokens"/>, configured by <see cref="MiniProgramOptions.Section"/> and
    /// validated on start. The app adds an <see cref="IAccessTokenStore"/>.
    /// </summary>
    public static IServiceCollection AddWeChatMiniProgram(this IServiceCollection services)
    {
        services.AddOptions<MiniProgramOptions>().BindConfiguration(MiniProgramOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MiniProgramOptions>, MiniProgramOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddWeChatHttpClient(MiniProgramTransport.ClientName);
        services.TryAddSingleton<MiniProgramTransport>();
        services.TryAddSingleton(s => new AccessTokens(
            s.GetRequiredService<IAccessTokenStore>(),
            s.GetRequiredService<MiniProgramTransport>(),
            s.GetRequiredService<IOptions<MiniProgramOptions>>(),
            s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IMiniProgram, MiniProgramClient>();
        return services;
    }
}
