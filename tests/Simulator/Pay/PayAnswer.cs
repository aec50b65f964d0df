using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

/// <summary>
/// An answer of api.mch.weixin.qq.com: a real HTTP status, and {code, message, detail} for errors. <see cref="MerchantGate"/> signs it.
/// </summary>
internal sealed class PayAnswer : IResult
{
    private readonly object? _body;
    private readonly long _requestCode;

    private PayAnswer(int status, object? body, long requestCode) => (Status, _body, _requestCode) = (status, body, requestCode);

    public int Status { get; }

    public static PayAnswer NoContent { get; } = new(StatusCodes.Status204NoContent, body: null, requestCode: 0);

    public static PayAnswer Ok(object body) => new(StatusCodes.Status200OK, body, requestCode: 0);

    public static PayAnswer Error(int status, string code, string message, long requestCode = 0, object? detail = null) =>
        new(status, new { code, message, detail }, requestCode);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.Headers["Request-ID"] = WireIds.RequestId(_requestCode);
        if (_body is null)
            return;
        response.ContentType = "application/json; charset=utf-8";
        await response.Body.WriteAsync(WireJson.Bytes(_body), httpContext.RequestAborted);
    }
}
