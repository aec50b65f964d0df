using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Books;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Official;

/// <summary>An account's menu, as it was sent.</summary>
internal sealed record Menu(string AppId, JsonElement Body);

internal sealed class Menus() : Book<Menu>(menu => menu.AppId);

/// <summary>自定义菜单: made as a whole, read, and taken away.</summary>
internal sealed class MenuEndpoints(ApiDoor door, Menus menus, Outbox outbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        door.Post<MenuCreate>(routes, "/cgi-bin/menu/create", AppKind.OfficialAccount, Create);
        door.Get(routes, "/cgi-bin/menu/get", AppKind.OfficialAccount, (appId, _) => menus.Find(appId) is { } menu
            ? ApiAnswer.Ok(new { menu = menu.Body })
            : ApiAnswer.Error(46003, "menu no exist"));
        door.Get(routes, "/cgi-bin/menu/delete", AppKind.OfficialAccount, (appId, _) =>
        {
            menus.Remove(appId);
            return ApiAnswer.Done;
        });
    }

    private ApiAnswer Create(string appId, MenuCreate asked, JsonElement body)
    {
        if (MenuRules.Check(asked) is { } error)
            return error;
        menus.Put(new(appId, body));
        outbox.Add("Menu", appId, openId: null, [], body);
        return ApiAnswer.Done;
    }
}
