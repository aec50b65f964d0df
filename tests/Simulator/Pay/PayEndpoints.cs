using System.Text;
using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

/// <summary>api.mch.weixin.qq.com: JSAPI下单, 查询订单, 关闭订单, 退款, 平台证书.</summary>
internal sealed class PayEndpoints(
    SimulatorOptions options,
    People people,
    Trades trades,
    RefundClock refundClock,
    PlatformKeys keys,
    CurrentBehaviour behaviour)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v3/pay/transactions/jsapi", PrepayAsync);
        routes.MapGet("/v3/pay/transactions/out-trade-no/{outTradeNo}", (string outTradeNo, HttpRequest request) =>
            Query(trades.ByOutTradeNo(outTradeNo), request));
        routes.MapGet("/v3/pay/transactions/id/{transactionId}", (string transactionId, HttpRequest request) =>
            Query(trades.ByTransactionId(transactionId), request));
        routes.MapPost("/v3/pay/transactions/out-trade-no/{outTradeNo}/close", CloseAsync);
        routes.MapPost("/v3/refund/domestic/refunds", RefundAsync);
        routes.MapGet("/v3/refund/domestic/refunds/{outRefundNo}", QueryRefund);
        routes.MapPost("/v3/refund/domestic/refunds/{refundId}/apply-abnormal-refund", ApplyAbnormalRefundAsync);
        routes.MapGet("/v3/certificates", Certificates);
        routes.Map("/v3/{**rest}", IResult () => PayErrors.ResourceNotExists("请求的资源不存在"));
    }

    private async Task<IResult> PrepayAsync(HttpRequest request)
    {
        if (await WireJson.TryObjectAsync(request) is not { } body)
            return NotJson;
        var (trade, error) = PrepayRequest.Read(body, options, people, options.Time.GetUtcNow());
        return trade is null ? error! : trades.Prepay(trade);
    }

    private PayAnswer Query(Trade? trade, HttpRequest request)
    {
        string? mchId = request.Query["mchid"];
        return string.IsNullOrEmpty(mchId) ? PayErrors.Param("query", "/mchid", value: null, "is required")
            : mchId != options.MchId ? PayErrors.MchIdMismatch("query", mchId)
            : trade is null ? PayErrors.OrderNotExist
            : PayAnswer.Ok(TransactionBody.Of(trade, options.Time.GetUtcNow()));
    }

    private async Task<IResult> CloseAsync(string outTradeNo, HttpRequest request)
    {
        if (await WireJson.TryObjectAsync(request) is not { } body)
            return NotJson;
        var fields = new Fields(body);
        var mchId = fields.Text("/mchid", 32);
        return fields.Error ?? (mchId != options.MchId ? PayErrors.MchIdMismatch("body", mchId) : trades.Close(outTradeNo));
    }

    private async Task<IResult> RefundAsync(HttpRequest request)
    {
        if (await WireJson.TryObjectAsync(request) is not { } body)
            return NotJson;
        var (asked, error) = RefundRequest.Read(body);
        if (asked is null)
            return error!;
        var (answer, accepted) = trades.Refund(asked);
        if (accepted is not null)
            refundClock.Start(accepted);
        return answer;
    }

    private async Task<IResult> ApplyAbnormalRefundAsync(string refundId, HttpRequest request)
    {
        if (await WireJson.TryObjectAsync(request) is not { } body)
            return NotJson;
        var (asked, error) = AbnormalRefundRequest.Read(body, request.Headers["Wechatpay-Serial"], keys);
        if (asked is null)
            return error!;
        var (answer, accepted) = trades.ApplyAbnormal(refundId, asked);
        if (accepted is not null)
            refundClock.Start(accepted);
        return answer;
    }

    private PayAnswer QueryRefund(string outRefundNo) =>
        trades.ByOutRefundNo(outRefundNo) is { } refund ? PayAnswer.Ok(RefundBody.OfApi(refund)) : PayErrors.ResourceNotExists("退款单不存在");

    private PayAnswer Certificates(HttpRequest request)
    {
        if (behaviour.Now.KeyMode == KeyMode.PublicKey)
            return PayErrors.ResourceNotExists("无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。");
        string? algorithm = request.Query["algorithm_type"];
        if (algorithm is not (null or "RSA" or "ALL"))
            return PayErrors.Param("query", "/algorithm_type", algorithm, "is not one of its values");

        return PayAnswer.Ok(new
        {
            data = keys.Certificates.Select(c => new
            {
                serial_no = c.SerialNo,
                effective_time = ChinaTime.Text(c.EffectiveTime),
                expire_time = ChinaTime.Text(c.ExpireTime),
                encrypt_certificate = EncryptedResource.Encrypt(options.ApiV3Key, Encoding.UTF8.GetBytes(c.CertificatePem), "certificate"),
            }),
        });
    }

    private static PayAnswer NotJson => PayErrors.Param("body", "/", value: null, "is not a JSON object");
}
