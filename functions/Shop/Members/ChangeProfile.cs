using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Members;

/// <summary>
/// Changes nickname or picture (头像昵称填写). Fields that are not given stay as they are. A name that WeChat calls risky is refused; a picture is looked at
/// afterwards.
/// </summary>
internal sealed class ChangeProfile(Profiles profiles, PortraitChecks checks)
{
    private static readonly Rules Validator = new();

    [Function(nameof(ChangeProfile))]
    [Answer<MemberView>(200, "The profile as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/me")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<Request, MemberView>(Validator, request => HandleAsync(http.Session(), request, cancellation));

    private async Task<Result<MemberView>> HandleAsync(Session session, Request request, CancellationToken cancellation)
    {
        if (request.Nickname is { } nickname && await checks.FaultOfAsync(session, nickname, cancellation) is { } fault)
            return fault;

        var profile = await profiles.ChangeAsync(
            session.MemberId,
            p => p.SeenAs(new AppIdentity(session.AppId, session.OpenId)) with
            {
                Nickname = request.Nickname ?? p.Nickname,
                AvatarUrl = request.AvatarUrl ?? p.AvatarUrl,
            },
            request.AvatarUrl is null ? [] : [new PictureChanged(session.MemberId, session.AppId)],
            cancellation);
        return profile is null ? Problem.Busy() : MemberView.Of(session.MemberId, profile);
    }

    internal sealed record Request(string? Nickname, string? AvatarUrl);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Nickname).Length(1, 32).When(r => r.Nickname is not null);
            RuleFor(r => r.AvatarUrl).MaximumLength(512).Must(IsWebAddress).WithMessage("An https address is required.").When(r => r.AvatarUrl is not null);
        }

        private static bool IsWebAddress(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https";
    }
}
