using Microsoft.Extensions.Options;
using WeCommerce.WeChat.OfficialAccount;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>An app that WeChat pushes messages for.</summary>
/// <param name="IsOfficial">Whether it is an official account (公众号); else it is a mini-program.</param>
/// <param name="MediaType">Of replies.</param>
internal sealed record PushApp(string Name, string AppId, bool IsOfficial, string MediaType, PushProtocol Protocol);

internal sealed class PushApps(IOptions<PushOptions> options, IOptions<OfficialAccountOptions> accounts)
{
    private readonly Dictionary<string, PushApp> _apps = options.Value.Apps.ToDictionary(
        a => a.Key,
        a => new PushApp(
            a.Key,
            a.Value.AppId,
            accounts.Value.Apps.Exists(o => o.AppId == a.Value.AppId),
            a.Value.Format == PushFormat.Json ? "application/json" : "application/xml",
            new PushProtocol(a.Value.ToSettings())),
        StringComparer.Ordinal);

    public PushApp? Find(string name) => _apps.GetValueOrDefault(name);
}
