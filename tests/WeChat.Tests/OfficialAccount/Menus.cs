using WeCommerce.WeChat.OfficialAccount;
using WeCommerce.WeChat.Tests.MiniProgram;

namespace WeCommerce.WeChat.Tests.OfficialAccount;

internal static class Menus
{
    public static Menu Full { get; } = new(
    [
        Button("今日", new MenuAction.Click("TODAY")),
        new("更多", null,
        [
            Button("官网", new MenuAction.View("https://shop.example/?a=b&c=d")),
            Button("商城", new MenuAction.MiniProgram(MiniWorld.AppId, "pages/index", "https://shop.example")),
        ]),
    ]);

    public static MenuButton Button(string name, MenuAction? action) => new(name, action, []);
}
