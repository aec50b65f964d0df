using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>The server API of mini-programs, straight over HTTP.</summary>
internal sealed partial class MiniProgramClient(ApiTransport transport, ApiCaller caller, ILogger<MiniProgramClient> logger)
    : IMiniProgram
{
    public async Task<ApiAnswer<LoginSession>> LoginAsync(string appId, string code, CancellationToken ct)
    {
        using var activity = WeChatTrace.Source.StartActivity("wechat.mini.login", ActivityKind.Client);
        if (transport.SecretOf(appId) is not { } secret)
            return Noted("login", activity, ApiTransport.NotConfigured());
        var query = $"?appid={Uri.EscapeDataString(appId)}&secret={Uri.EscapeDataString(secret)}"
            + $"&js_code={Uri.EscapeDataString(code)}&grant_type=authorization_code";
        var answer = await transport.CallAsync<LoginSession>(
            HttpMethod.Get,
            "/sns/jscode2session" + query,
            body: null,
            json => json.Text("openid") is { Length: > 0 } openId && json.Text("session_key") is { Length: > 0 } sessionKey
                ? new LoginSession(openId, json.Text("unionid") is { Length: > 0 } unionId ? unionId : null, sessionKey)
                : null,
            ct);
        return answer.TryGet(out _, out var failure) ? answer : Noted("login", activity, failure);
    }

    public async Task<ApiAnswer<PhoneNumber>> GetPhoneNumberAsync(string appId, string code, CancellationToken ct)
    {
        using var activity = WeChatTrace.Source.StartActivity("wechat.mini.get_phone_number", ActivityKind.Client);
        var answer = await caller.WithTokenAsync(
            appId,
            token => transport.CallAsync<PhoneNumber>(
                HttpMethod.Post,
                $"/wxa/business/getuserphonenumber?access_token={Uri.EscapeDataString(token)}",
                JsonText.Object(json => json.WriteString("code", code)),
                json =>
                {
                    var phone = json.Object("phone_info");
                    // A number given to another app is none of ours.
                    return phone.Object("watermark").Text("appid") is { } owner && owner != appId
                        ? null
                        : phone.Text("phoneNumber") is { Length: > 0 } number && phone.Text("purePhoneNumber") is { Length: > 0 } pure
                            ? new PhoneNumber(number, pure, phone.LooseText("countryCode") ?? "")
                            : null;
                },
                ct),
            ct);
        return answer.TryGet(out _, out var failure) ? answer : Noted("get_phone_number", activity, failure);
    }

    private ApiFailure Noted(string call, Activity? activity, ApiFailure failure)
    {
        activity?.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
        LogFailed(call, failure.Kind, failure.ErrCode, failure.ErrMsg);
        return failure;
    }

    [LoggerMessage(3110, LogLevel.Warning, "WeChat mini-program {Call}: {Kind}, errcode {ErrCode}, {ErrMsg}")]
    private partial void LogFailed(string call, ApiFailureKind kind, long errCode, string errMsg);
}
