using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Platform;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Login;

/// <summary>Turns the code of <c>wx.login</c> into a session (小程序登录). WeChat's session_key stays on the server.</summary>
internal sealed class LogIn(IMiniProgram miniProgram, ShopApps apps, Identities identities, SessionTokens tokens)
{
    private static readonly Rules Validator = new();

    [Function(nameof(LogIn))]
    [Anonymous]
    [Answer<Answer>(200, "A session", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/login")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(request, cancellation));

    private async Task<Result<Answer>> HandleAsync(Request request, CancellationToken cancellation)
    {
        if (apps.MiniProgram(request.AppId) is not { } appId)
            return Problem.Invalid("appId", "This shop has no such app.");

        switch (await miniProgram.LoginAsync(appId, request.Code ?? "", cancellation))
        {
            case ApiAnswer<LoginSession>.Failure failure:
                return LoginProblems.Of(failure.Error);
            case ApiAnswer<LoginSession>.Success success when OpenId.TryParse(success.Value.OpenId, out var openId):
                var arrival = new Arrival(request.Scene, request.Entrance, request.Referrer);
                var (member, isNew) = await identities.FindOrMakeAsync(new AppIdentity(appId, openId), success.Value.UnionId, arrival, cancellation);
                var (token, expiresAt) = tokens.Issue(member.MemberId, appId, openId);
                return new Answer(token, expiresAt, member, isNew);
            default:
                return LoginProblems.Unreadable;
        }
    }

    /// <param name="Code">From <c>wx.login</c>; good once, for five minutes.</param>
    /// <param name="AppId">Which mini-program; the first configured one when absent.</param>
    /// <param name="Scene">WeChat's scene number of the start (场景值).</param>
    /// <param name="Entrance">What the code has as <c>scene</c>, or the link as <c>entrance</c>.</param>
    /// <param name="Referrer">The share token that came with a card.</param>
    internal sealed record Request(string? Code, string? AppId, int? Scene, string? Entrance, string? Referrer);

    internal sealed record Answer(string Token, DateTimeOffset ExpiresAt, MemberView Member, bool IsNew);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Code).NotEmpty().MaximumLength(128);
            RuleFor(r => r.AppId).MaximumLength(32);
            RuleFor(r => r.Entrance).MaximumLength(128);
            RuleFor(r => r.Referrer).MaximumLength(128);
        }
    }
}
