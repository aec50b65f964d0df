using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Accounts;

/// <summary>An answer of api.weixin.qq.com: HTTP 200 whatever happened; errors are errcode and errmsg with a trailing rid.</summary>
internal sealed class ApiAnswer : IResult
{
    private readonly object _body;

    private ApiAnswer(object body) => _body = body;

    /// <summary>Some endpoints label their JSON text/plain.</summary>
    public string ContentType { get; init; } = "application/json; encoding=utf-8";

    public static ApiAnswer Ok(object body) => new(body);

    public static ApiAnswer Done { get; } = new(new { errcode = 0, errmsg = "ok" });

    public static ApiAnswer Error(int errcode, string errmsg) => new(new { errcode, errmsg = $"{errmsg} rid: {WireIds.Rid()}" });

    public ApiAnswer AsText() => new(_body) { ContentType = "text/plain" };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContentType;
        await httpContext.Response.Body.WriteAsync(WireJson.Bytes(_body), httpContext.RequestAborted);
    }
}
