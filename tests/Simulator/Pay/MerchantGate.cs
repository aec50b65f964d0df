using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Bills;
using WeCommerce.Simulator.Keys;

namespace WeCommerce.Simulator.Pay;

/// <summary>The door of /v3: checks the merchant's signature over the raw bytes on the way in, signs 2xx answers on the way out.</summary>
internal sealed class MerchantGate(MerchantSignature merchant, PlatformKeys keys, CurrentBehaviour behaviour, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        request.Body = body;

        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var refusal = CheckHeaders(request) ?? merchant.Check(request.Headers.Authorization, request.Method, target, body.ToArray());
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        var response = context.Response;
        var wire = response.Body;
        using var answer = new MemoryStream();
        response.Body = answer;
        await next(context);
        response.Body = wire;

        if (response.StatusCode is >= 200 and < 300 && !request.Path.StartsWithSegments(BillEndpoints.Download, StringComparison.Ordinal))
        {
            var now = behaviour.Now;
            var key = keys.ForAnswer(now.KeyMode, request.Headers["Wechatpay-Serial"]);
            foreach (var (name, value) in key.Sign(time.GetUtcNow(), answer.ToArray(), now.Api.Probe))
                response.Headers[name] = value;
        }
        if (answer.Length > 0)
            await wire.WriteAsync(answer.ToArray(), context.RequestAborted);
    }

    private static PayAnswer? CheckHeaders(HttpRequest request)
    {
        if (request.Headers.UserAgent.Count == 0 || request.Headers.Accept.Count == 0)
            return PayErrors.Headers("Http头缺少Accept或User-Agent");
        var json = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType == "application/json";
        return HttpMethods.IsPost(request.Method) && !json ? PayErrors.Headers("Http头Content-Type必须为application/json") : null;
    }
}
