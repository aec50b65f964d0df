using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Login;

/// <summary>What a caller hears when WeChat does not let somebody in.</summary>
internal static class LoginProblems
{
    public static Problem Unreadable { get; } = new(StatusCodes.Status502BadGateway, "WECHAT_UNREADABLE", "WeChat's answer could not be understood.");

    public static Problem Of(ApiFailure failure) => failure.Kind switch
    {
        ApiFailureKind.CodeInvalid => Problem.Invalid("code", "WeChat does not know this code, or it is older than five minutes."),
        ApiFailureKind.CodeUsed => Problem.Invalid("code", "This code has been used; ask WeChat for a new one."),
        ApiFailureKind.UserBlocked => new(StatusCodes.Status403Forbidden, "USER_BLOCKED", "WeChat blocks this user as high-risk."),
        ApiFailureKind.TooFrequent => new(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", "Too many logins; slow down.") { RetryAfter = 60 },
        ApiFailureKind.TryAgain => Problem.Busy("WECHAT_UNAVAILABLE", "WeChat does not answer; try again."),
        // A login is never answered with what shipping and messages are.
        ApiFailureKind.OurFault or ApiFailureKind.NotYet or ApiFailureKind.AlreadyShipped or ApiFailureKind.ReuploadUsed
            or ApiFailureKind.StateForbids or ApiFailureKind.UploadTimeTooOld
            or ApiFailureKind.NotPermitted or ApiFailureKind.ValueRefused or ApiFailureKind.WindowClosed or ApiFailureKind.NotFollowing
            or ApiFailureKind.NoRecentVisit =>
            new(StatusCodes.Status502BadGateway, "WECHAT_REFUSED", "WeChat refuses this shop's configuration."),
    };
}
