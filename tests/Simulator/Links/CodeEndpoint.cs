using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Links;

/// <summary>
/// 小程序码: the picture itself, or a JSON error. WeChat's are round and read by WeChat alone; here they are QR codes that any phone reads, of
/// <c>weixin://wxacode?appid=…&amp;page=…&amp;scene=…&amp;env_version=…</c>.
/// </summary>
internal sealed class CodeEndpoint(ApiDoor door)
{
    public void Map(IEndpointRouteBuilder routes) =>
        door.Post<GetUnlimitedCode>(routes, "/wxa/getwxacodeunlimit", AppKind.MiniProgram, Draw);

    private static IResult Draw(string appId, GetUnlimitedCode asked, JsonElement body) =>
        LinkRules.CheckScene(asked.Scene)
        ?? LinkRules.CheckPage(asked.Page)
        ?? LinkRules.CheckVersion(asked.EnvVersion)
        ?? (asked.Width is < 280 or > 1280 ? ApiAnswer.Error(40097, "invalid args") : null)
        ?? QrPng.Of(
            $"weixin://wxacode?appid={appId}&page={Uri.EscapeDataString(asked.Page ?? "")}&scene={Uri.EscapeDataString(asked.Scene!)}" +
            $"&env_version={asked.EnvVersion ?? "release"}",
            asked.Width);
}
