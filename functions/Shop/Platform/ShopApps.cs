using Microsoft.Extensions.Options;
using WeCommerce.WeChat.MiniProgram;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.Shop.Platform;

/// <summary>The apps that the shop has with WeChat. Who does not say which one means the first that is configured.</summary>
internal sealed class ShopApps(IOptions<MiniProgramOptions> miniPrograms, IOptions<OfficialAccountOptions> accounts)
{
    /// <summary>The mini-program of this AppId, or the first one; null where the shop has no such.</summary>
    public string? MiniProgram(string? appId) => Find(miniPrograms.Value.Apps.Select(a => a.AppId), appId);

    /// <summary>The official account of this AppId, or the first one; null where the shop has no such.</summary>
    public string? OfficialAccount(string? appId) => Find(accounts.Value.Apps.Select(a => a.AppId), appId);

    private static string? Find(IEnumerable<string> all, string? appId) => all.FirstOrDefault(a => appId is null || a == appId);
}
