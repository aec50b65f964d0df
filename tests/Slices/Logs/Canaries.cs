using System.Text.Json.Nodes;
using WeCommerce.Slices.Http;

namespace WeCommerce.Slices.Logs;

/// <summary>What must stand nowhere but where it belongs, by name.</summary>
internal sealed class Canaries
{
    private readonly List<(string Name, string Text)> _secrets = [];
    private readonly List<(string Name, string Text)> _people = [];

    private Canaries()
    {
    }

    /// <summary>What no caller may ever see.</summary>
    public IReadOnlyList<(string Name, string Text)> Secrets => _secrets;

    /// <summary>What only the person whom it is about may see.</summary>
    public IReadOnlyList<(string Name, string Text)> People => _people;

    public static async Task<Canaries> OfAsync(ShopHost shop, RouteWorld world)
    {
        var canaries = new Canaries();
        canaries._secrets.AddRange(
        [
            ("app secret", ShopHost.AppSecret), ("official account's secret", ShopHost.AccountSecret), ("APIv3 key", ShopHost.ApiV3Key), ("session signing key", RouteWorld.SigningKey), ("vault key", ShopHost.VaultKey),
            ("bank card", RouteWorld.CardNumber), ("holder of the bank card", RouteWorld.CardHolder),
            .. ShopHost.MerchantPrivateKeyPem.Split('\n').Where(l => l.Length == 64).Select(l => ("merchant private key", l)),
        ]);
        canaries._people.AddRange([("phone", RouteWorld.Phone), ("phone of the address", "13800138000")]);
        foreach (var part in new[] { "李雷", "浙江省", "杭州市", "西湖区", "龙井路" })
            canaries._people.Add(("part of the address", part));
        foreach (var user in await UsersAsync(shop))
        {
            foreach (var (_, openId) in user["openIds"]!.AsObject())
                canaries._people.Add(("OpenId", $"{openId}"));
            canaries._people.Add(("UnionId", $"{user["unionId"]}"));
        }
        foreach (var shopper in new[] { world.Shopper, world.Other, world.Operator })
            canaries._people.Add(("session token", shopper.Token));
        return canaries;
    }

    /// <summary>The session_key of each person's last login: each login makes a new one.</summary>
    public async Task AddSessionKeysAsync(ShopHost shop) =>
        _secrets.AddRange((await UsersAsync(shop)).Select(u => $"{u["sessionKey"]}").Where(k => k.Length > 0).Select(k => ("session_key", k)));

    /// <summary>Those that stand in a text.</summary>
    public IEnumerable<string> In(string text, bool alsoPeople = true) =>
        _secrets.Concat(alsoPeople ? _people : []).Where(c => text.Contains(c.Text, StringComparison.Ordinal)).Select(c => c.Name).Distinct(StringComparer.Ordinal);

    private static async Task<IEnumerable<JsonNode>> UsersAsync(ShopHost shop) =>
        (await Reply.OfAsync(await shop.WeChat.GetAsync("simulator/users"))).Json["users"]!.AsArray().OfType<JsonNode>();
}
