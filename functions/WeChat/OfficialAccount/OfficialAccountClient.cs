using System.Text.Json;
using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.OfficialAccount;

/// <summary>The server API of official accounts, straight over HTTP.</summary>
internal sealed class OfficialAccountClient(ApiCaller caller) : IOfficialAccount
{
    public async Task<ApiAnswer<Follower>> FindFollowerAsync(string appId, string openId, CancellationToken ct)
    {
        const string call = "find_follower";
        if (openId.Length == 0)
            return caller.Refuse(call, "an OpenId is missing");
        return await caller.CallAsync<Follower>(
            call,
            appId,
            $"/cgi-bin/user/info?openid={Uri.EscapeDataString(openId)}&lang=zh_CN",
            body: null,
            json => json.LooseInteger("subscribe") is { } subscribe
                ? new Follower(subscribe != 0, json.Text("unionid") is { Length: > 0 } unionId ? unionId : null)
                : null,
            ct);
    }

    public async Task<ApiAnswer<Done>> PutMenuAsync(string appId, Menu menu, CancellationToken ct)
    {
        const string call = "put_menu";
        if (MenuRules.Fault(menu) is { } fault)
            return caller.Refuse(call, fault);
        return await caller.CallAsync(call, appId, "/cgi-bin/menu/create", JsonText.Object(json => WriteRow(json, "button", menu.Buttons)), DoneOf, ct);
    }

    public Task<ApiAnswer<Done>> DropMenuAsync(string appId, CancellationToken ct) =>
        caller.CallAsync("drop_menu", appId, "/cgi-bin/menu/delete", body: null, DoneOf, ct);

    private static Done? DoneOf(JsonElement json) => json.ValueKind == JsonValueKind.Object ? new Done() : null;

    private static void WriteRow(Utf8JsonWriter json, string name, IReadOnlyList<MenuButton> buttons)
    {
        json.WriteStartArray(name);
        foreach (var button in buttons)
        {
            json.WriteStartObject();
            WriteButton(json, button);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteButton(Utf8JsonWriter json, MenuButton button)
    {
        switch (button.Action)
        {
            case null:
                json.WriteString("name", button.Name);
                WriteRow(json, "sub_button", button.Below);
                break;
            case MenuAction.Click { Key: var key }:
                WriteTyped(json, "click", button.Name);
                json.WriteString("key", key);
                break;
            case MenuAction.View { Url: var url }:
                WriteTyped(json, "view", button.Name);
                json.WriteString("url", url);
                break;
            case MenuAction.MiniProgram { AppId: var appId, PagePath: var pagePath, Url: var url }:
                WriteTyped(json, "miniprogram", button.Name);
                json.WriteString("url", url);
                json.WriteString("appid", appId);
                json.WriteString("pagepath", pagePath);
                break;
            case var action:
                throw new InvalidOperationException($"There is no action {action.GetType().Name}.");
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string type, string name)
    {
        json.WriteString("type", type);
        json.WriteString("name", name);
    }
}
