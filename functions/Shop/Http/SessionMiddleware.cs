using System.Collections.Concurrent;
using System.Reflection;
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
    private static readonly ConcurrentDictionary<string, Door> Doors = new(StringComparer.Ordinal);

    private enum Door
    {
        Member,
        Operator,
        Open,
    }

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && await RefuseAsync(http, DoorOf(context.FunctionDefinition)) is { } problem)
            context.GetInvocationResult().Value = Answers.Of(problem);
        else
            await next(context);
    }

    private async Task<Problem?> RefuseAsync(HttpContext http, Door door)
    {
        if (door == Door.Open)
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

    // The entry point is "Namespace.Class.Method": the method's attributes say who may come in.
    private static Door DoorOf(FunctionDefinition function) => Doors.GetOrAdd(function.EntryPoint, static entryPoint =>
    {
        var dot = entryPoint.LastIndexOf('.');
        var method = typeof(SessionMiddleware).Assembly.GetType(entryPoint[..dot])?
            .GetMethod(entryPoint[(dot + 1)..], BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return method switch
        {
            null => Door.Operator,
            _ when method.IsDefined(typeof(AnonymousAttribute)) || method.IsDefined(typeof(WeChatServerAttribute)) => Door.Open,
            _ when method.IsDefined(typeof(OperatorAttribute)) => Door.Operator,
            _ => Door.Member,
        };
    });
}
