using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeCommerce.WeChat.Api;

/// <summary>
/// Calls api.weixin.qq.com for one of the apps: with its access token, traced, and with failures in the log. A call is repeated once with a new access
/// token when WeChat no longer takes the one that was sent, which it checks before anything else.
/// </summary>
internal sealed partial class ApiCaller(ApiTransport transport, AccessTokens tokens, ILogger<ApiCaller> logger)
{
    /// <summary>A call that is answered with JSON.</summary>
    /// <param name="name">For traces and the log: <c>send_subscribe</c>.</param>
    /// <param name="appId">One of the configured apps.</param>
    /// <param name="path">From the root, without the token.</param>
    /// <param name="body">JSON; null for a GET.</param>
    /// <param name="read">What the answer holds; null when it lacks what was asked for.</param>
    /// <param name="ct">Cancels the call.</param>
    public Task<ApiAnswer<T>> CallAsync<T>(string name, string appId, string path, byte[]? body, Func<JsonElement, T?> read, CancellationToken ct)
        where T : class =>
        TracedAsync(name, appId, token => transport.CallAsync(body is null ? HttpMethod.Get : HttpMethod.Post, WithToken(path, token), body, read, ct), ct);

    /// <summary>A POST that is answered with a file, or with JSON that says why not.</summary>
    /// <param name="name">For traces and the log: <c>draw_code</c>.</param>
    /// <param name="appId">One of the configured apps.</param>
    /// <param name="path">From the root, without the token.</param>
    /// <param name="body">JSON.</param>
    /// <param name="read">What the file is; null when it is not what was asked for.</param>
    /// <param name="ct">Cancels the call.</param>
    public Task<ApiAnswer<T>> DownloadAsync<T>(string name, string appId, string path, byte[] body, Func<byte[], T?> read, CancellationToken ct)
        where T : class =>
        TracedAsync(name, appId, token => transport.DownloadAsync(WithToken(path, token), body, read, ct), ct);

    public async Task<ApiAnswer<T>> WithTokenAsync<T>(string appId, Func<string, Task<ApiAnswer<T>>> call, CancellationToken ct)
        where T : class
    {
        if (!(await tokens.GetAsync(appId, ct)).TryGet(out var token, out var noToken))
            return noToken;
        var answer = await call(token.Value);
        if (answer.TryGet(out _, out var failure) || !ApiErrors.IsStaleToken(failure.ErrCode))
            return answer;
        await tokens.DropAsync(appId, token.Value, ct);
        return (await tokens.GetAsync(appId, ct)).TryGet(out var renewed, out noToken) ? await call(renewed.Value) : noToken;
    }

    /// <summary>A call that is not made, because WeChat would refuse what it says.</summary>
    /// <param name="name">For traces and the log.</param>
    /// <param name="problem">Without anything of a person.</param>
    /// <param name="kind">What the caller should do about it.</param>
    public ApiFailure Refuse(string name, string problem, ApiFailureKind kind = ApiFailureKind.OurFault)
    {
        using var activity = WeChatTrace.Source.StartActivity($"wechat.api.{name}", ActivityKind.Client);
        return Noted(name, activity, new ApiFailure(kind, 0, problem));
    }

    private async Task<ApiAnswer<T>> TracedAsync<T>(string name, string appId, Func<string, Task<ApiAnswer<T>>> call, CancellationToken ct)
        where T : class
    {
        using var activity = WeChatTrace.Source.StartActivity($"wechat.api.{name}", ActivityKind.Client);
        var answer = await WithTokenAsync(appId, call, ct);
        if (!answer.TryGet(out _, out var failure))
            Noted(name, activity, failure);
        return answer;
    }

    private ApiFailure Noted(string name, Activity? activity, ApiFailure failure)
    {
        activity?.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
        LogFailed(name, failure.Kind, failure.ErrCode, failure.ErrMsg);
        return failure;
    }

    private static string WithToken(string path, string token) =>
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}access_token={Uri.EscapeDataString(token)}";

    [LoggerMessage(3120, LogLevel.Warning, "WeChat {Call}: {Kind}, errcode {ErrCode}, {ErrMsg}")]
    private partial void LogFailed(string call, ApiFailureKind kind, long errCode, string errMsg);
}
