using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.Shop.Menus;

/// <summary>Puts in an official account's menu (自定义菜单), or takes it away. WeChat is told a moment later; what it says stands at the menu.</summary>
internal sealed class PutMenu(MenuBook book, TimeProvider time)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutMenu))]
    [Operator]
    [Answer<ShopMenu>(200, "The menu as it is to be", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/menus/{app}")] HttpRequest http, string app, CancellationToken cancellation) =>
        http.HandleAsync<Request, ShopMenu>(Validator, request => HandleAsync(app, request, cancellation));

    private async Task<Result<ShopMenu>> HandleAsync(string app, Request request, CancellationToken cancellation)
    {
        if (book.AccountOf(app).Problem is { } problem)
            return problem;

        var menu = new ShopMenu(app, [.. (request.Buttons ?? []).Select(b => b.ToButton())], MenuStatus.Publishing, time.GetUtcNow());
        if (menu.Buttons.Count > 0 && MenuRules.Fault(menu.ToMenu()) is { } fault)
            return Problem.Invalid("buttons", fault);
        return await book.PutAsync(menu, cancellation);
    }

    /// <param name="Buttons">Up to three; none to have no menu.</param>
    internal sealed record Request(IReadOnlyList<ButtonRequest>? Buttons);

    /// <param name="Kind">What a tap does; absent where there are buttons below.</param>
    /// <param name="Below">Up to five.</param>
    internal sealed record ButtonRequest(
        string? Name, ButtonKind? Kind, string? Key, string? Url, string? AppId, string? PagePath, IReadOnlyList<LowerRequest>? Below)
    {
        public ShopButton ToButton() => new(Name ?? "", Kind, Key, Url, AppId, PagePath, [.. (Below ?? []).Select(b => b.ToButton())]);
    }

    internal sealed record LowerRequest(string? Name, ButtonKind? Kind, string? Key, string? Url, string? AppId, string? PagePath)
    {
        public LowerButton ToButton() => new(Name ?? "", Kind, Key, Url, AppId, PagePath);
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        private const int MostOfAnId = 128;
        private const int MostOfAPath = 1024;

        public Rules()
        {
            RuleFor(r => r.Buttons).NotNull();
            RuleForEach(r => r.Buttons).NotNull().ChildRules(button =>
            {
                button.RuleFor(b => b.AppId).MaximumLength(MostOfAnId);
                button.RuleFor(b => b.PagePath).MaximumLength(MostOfAPath);
                button.RuleForEach(b => b.Below).NotNull().ChildRules(lower =>
                {
                    lower.RuleFor(b => b.AppId).MaximumLength(MostOfAnId);
                    lower.RuleFor(b => b.PagePath).MaximumLength(MostOfAPath);
                });
            });
        }
    }
}
