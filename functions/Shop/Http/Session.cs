using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Http;

/// <summary>Who calls: a member, by the token that login gave.</summary>
/// <param name="AppId">The mini-program in which the member logged in.</param>
/// <param name="OpenId">The member's OpenId in that mini-program: the payer of what is ordered there.</param>
/// <param name="IsOperator">Whether the member runs the shop (运营).</param>
internal sealed record Session(MemberId MemberId, string AppId, OpenId OpenId, bool IsOperator);

internal static class SessionOfRequest
{
    /// <summary>The session that the middleware accepted.</summary>
    /// <exception cref="InvalidOperationException">The function is marked as needing none.</exception>
    public static Session Session(this HttpRequest http) =>
        http.HttpContext.Features.Get<Session>() ?? throw new InvalidOperationException("This function takes callers without a session.");
}

/// <summary>Anybody may call the function.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnonymousAttribute : Attribute;

/// <summary>Only those who run the shop may call the function.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperatorAttribute : Attribute;

/// <summary>WeChat's servers call the function: it checks their signature itself and answers in their form.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WeChatServerAttribute : Attribute;
