using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Menus;

/// <summary>An official account's menu, and whether WeChat has it.</summary>
internal sealed class GetMenu(MenuBook book)
{
    private static readonly Problem NoMenu = Problem.NotFound("MENU_NOT_FOUND", "Nobody has put in a menu.");

    [Function(nameof(GetMenu))]
    [Operator]
    [Answer<ShopMenu>(200, "The menu")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/menus/{app}")] HttpRequest http, string app, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(app, cancellation));

    private async Task<Result<ShopMenu>> HandleAsync(string app, CancellationToken cancellation) =>
        book.AccountOf(app).Problem is { } problem ? problem
        : await book.ReadAsync(app, cancellation) is { Menu: var menu } ? menu
        : NoMenu;
}
