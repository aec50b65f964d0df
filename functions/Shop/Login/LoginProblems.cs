using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Login;

/// <summary>What a caller hears when WeChat does not let somebody in.</summary>
internal static class LoginProblems
{
    public static Problem Unreadable { get; } = new(StatusCodes.Status502BadGateway, "WECHAT_UNREADABLE", "WeChat's answer could not be understood.");

    public static Problem Of(MiniProgramFailure failure) => failure.Kind switch
    {
        MiniProgramFailureKind.CodeInvalid => Problem.Invalid("code", "WeChat does not know this code, or it is older than five minutes."),
        MiniProgramFailureKind.CodeUsed => Problem.Invalid("code", "This code has been used; ask WeChat for a new one."),
        MiniProgramFailureKind.UserBlocked => new(StatusCodes.Status403Forbidden, "USER_BLOCKED", "WeChat blocks this user as high-risk."),
        MiniProgramFailureKind.TooFrequent => new(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", "Too many logins; slow down.") { RetryAfter = 60 },
        MiniProgramFailureKind.TryAgain => Problem.Busy("WECHAT_UNAVAILABLE", "WeChat does not answer; try again."),
        // A login is never answered with what shipping is.
        MiniProgramFailureKind.OurFault or MiniProgramFailureKind.NotYet or MiniProgramFailureKind.AlreadyShipped or MiniProgramFailureKind.ReuploadUsed
            or MiniProgramFailureKind.StateForbids or MiniProgramFailureKind.UploadTimeTooOld =>
            new(StatusCodes.Status502BadGateway, "WECHAT_REFUSED", "WeChat refuses this shop's configuration."),
    };
}
