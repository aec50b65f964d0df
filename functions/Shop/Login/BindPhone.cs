using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Login;

/// <summary>Keeps the phone number that the member agreed to give (手机号快速验证).</summary>
internal sealed class BindPhone(IMiniProgram miniProgram, Profiles profiles)
{
    private static readonly Rules Validator = new();

    [Function(nameof(BindPhone))]
    [Answer<Answer>(200, "The number that the shop now has", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/login/phone")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(http.Session(), request, cancellation));

    private async Task<Result<Answer>> HandleAsync(Session session, Request request, CancellationToken cancellation)
    {
        var answer = await miniProgram.GetPhoneNumberAsync(session.AppId, request.Code ?? "", cancellation);
        if (answer is ApiAnswer<PhoneNumber>.Failure failure)
            return LoginProblems.Of(failure.Error);
        if (answer is not ApiAnswer<PhoneNumber>.Success success)
            return LoginProblems.Unreadable;

        var profile = await profiles.ChangeAsync(
            session.MemberId,
            p => p.SeenAs(new AppIdentity(session.AppId, session.OpenId)) with { Phone = success.Value.Number },
            cancellation);
        return profile is null ? Problem.Busy() : new Answer(profile.PhoneMasked ?? "");
    }

    /// <param name="Code">From the button of open-type getPhoneNumber; good once.</param>
    internal sealed record Request(string? Code);

    internal sealed record Answer(string PhoneMasked);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(r => r.Code).NotEmpty().MaximumLength(256);
    }
}
