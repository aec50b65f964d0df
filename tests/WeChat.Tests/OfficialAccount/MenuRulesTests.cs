using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.WeChat.Tests.OfficialAccount;

/// <summary>The limits of 创建接口 (自定义菜单).</summary>
public sealed class MenuRulesTests
{
    private static readonly MenuAction Click = new MenuAction.Click("K");

    public static TheoryData<string, Menu> Faults => new()
    {
        { "1 to 3", new Menu([]) },
        { "1 to 3", new Menu([Top(), Top(), Top(), Top()]) },
        { "1 to 16 bytes", new Menu([Top("")]) },
        // Six Chinese characters are 18 bytes.
        { "1 to 16 bytes", new Menu([Top("一二三四五六")]) },
        { "more than 5", new Menu([Above(Top(), Top(), Top(), Top(), Top(), Top())]) },
        { "needs an action", new Menu([new("a", null, [])]) },
        { "and not both", new Menu([new("a", Click, [Top()])]) },
        { "nothing below", new Menu([Above(Above(Top()))]) },
        { "needs an action", new Menu([Above(new MenuButton("b", null, []))]) },
        { "1 to 60 bytes", new Menu([Above(Top(new string('一', 21)))]) },
        { "1 to 128 bytes", Of(new MenuAction.Click("")) },
        { "1 to 128 bytes", Of(new MenuAction.Click(new string('k', 129))) },
        { "address is none", Of(new MenuAction.View("")) },
        { "address is none", Of(new MenuAction.View("shop.example")) },
        { "address is none", Of(new MenuAction.View("javascript:alert(1)")) },
        { "address is none", Of(new MenuAction.View($"https://shop.example/{new string('a', 1004)}")) },
        { "AppId is missing", Of(new MenuAction.MiniProgram("", "p", "https://shop.example")) },
        { "page is missing", Of(new MenuAction.MiniProgram("wx1", "", "https://shop.example")) },
        { "old phones", Of(new MenuAction.MiniProgram("wx1", "p", "")) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named(string words, Menu menu) => Assert.Contains(words, MenuRules.Fault(menu), StringComparison.Ordinal);

    [Fact]
    public void What_fits_has_no_fault()
    {
        Assert.Null(MenuRules.Fault(Menus.Full));
        Assert.Null(MenuRules.Fault(new Menu([Top(new string('a', 16)), Top("五个汉字好"), Above(Top(new string('一', 20)), Top(), Top(), Top(), Top())])));
        Assert.Null(MenuRules.Fault(Of(new MenuAction.Click(new string('k', 128)))));
        Assert.Null(MenuRules.Fault(Of(new MenuAction.View($"https://shop.example/{new string('a', 1003)}"))));
    }

    private static Menu Of(MenuAction action) => new([Menus.Button("a", action)]);

    private static MenuButton Top(string name = "a") => Menus.Button(name, Click);

    private static MenuButton Above(params MenuButton[] below) => new("a", null, below);
}
