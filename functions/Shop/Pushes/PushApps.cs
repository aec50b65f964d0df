using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>An app that WeChat pushes messages for.</summary>
internal sealed record PushApp(string Name, string AppId, PushProtocol Protocol);

internal sealed class PushApps(IOptions<PushOptions> options)
{
    private readonly Dictionary<string, PushApp> _apps = options.Value.Apps.ToDictionary(
        a => a.Key, a => new PushApp(a.Key, a.Value.AppId, new PushProtocol(a.Value.ToSettings())), StringComparer.Ordinal);

    public PushApp? Find(string name) => _apps.GetValueOrDefault(name);
}
