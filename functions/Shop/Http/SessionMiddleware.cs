using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace WeCommerce.Shop.Http;

/// <summary>
/// Lets in who may come in. Every HTTP function needs a member's session unless it says otherwise:
/// <see cref="AnonymousAttribute"/>, <see cref="WeChatServerAttribute"/>, <see cref="OperatorAttribute"/>.
/// </summary>
internal sealed class SessionMiddleware(SessionTokens tokens) : IFunctionsWorkerMiddleware
{
    /// <summary>A token in the second half of its life is answered with a new one in this header.</summary>
    public const string RenewedHeader = "Session-Token";

    private static readonly Problem NoSession = new(StatusCodes.Status401Unauthorized, "SESSION_REQUIRED", "Log in first.");
    private static readonly Problem NotAnOperator = new(StatusCodes.Status403Forbidden, "OPERATOR_REQUIRED", "Only those who run the shop may do this.");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && await RefuseAsync(http, Doors.Of(context.FunctionDefinition)) is { } problem)
            context.GetInvocationResult().Value = Answers.Of(problem);
        else
            await next(context);
    }

    private async Task<Problem?> RefuseAsync(HttpContext http, Door door)
    {
        if (door is Door.Anonymous or Door.WeChatServer)
            return null;

        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || await tokens.ReadAsync(header["Bearer ".Length..].Trim()) is not var (session, renewSoon))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return NoSession;
        }
        if (door == Door.Operator && !session.IsOperator)
            return NotAnOperator;

        if (renewSoon)
            http.Response.Headers[RenewedHeader] = tokens.Issue(session.MemberId, session.AppId, session.OpenId).Token;
        http.Features.Set(session);
        return null;
    }
}
