namespace WeCommerce.Simulator.Pay;

/// <summary>The refusals of the pay API. The last argument is the code at the end of Request-ID, where WeChat documents it (排障手册).</summary>
internal static class PayErrors
{
    public static PayAnswer Param(string location, string field, string? value, string issue) =>
        PayAnswer.Error(400, "PARAM_ERROR", $"参数错误：{location}{field} {issue}", 268435461, new { location, field, value, issue });

    public static PayAnswer Headers(string message) => PayAnswer.Error(400, "PARAM_ERROR", message, 268435461);

    public static PayAnswer Sign(string issue, object? signInformation = null) => PayAnswer.Error(
        401,
        "SIGN_ERROR",
        "错误的签名，验签失败",
        268443699,
        new { field = "signature", location = "authorization", issue, sign_information = signInformation });

    public static PayAnswer MchIdMismatch(string location, string? value) => PayAnswer.Error(
        400, "PARAM_ERROR", "商户号与签名的商户号不一致", 268445527, new { location, field = "/mchid", value, issue = "mchid is not the signer's" });

    public static PayAnswer AppIdNotBound => PayAnswer.Error(400, "APPID_MCHID_NOT_MATCH", "商户号与AppID不匹配", 268445527);

    public static PayAnswer OpenIdMissing => PayAnswer.Error(
        400, "PARAM_ERROR", "JSAPI支付必须传openid", 268501013, new { location = "body", field = "/payer/openid", issue = "openid is required" });

    public static PayAnswer OpenIdMismatch => PayAnswer.Error(500, "OPENID_MISMATCH", "appid和openid不匹配");

    public static PayAnswer DuplicateOutTradeNo => PayAnswer.Error(400, "INVALID_REQUEST", "201 商户订单号重复", 268498688);

    public static PayAnswer OrderPaid => PayAnswer.Error(400, "ORDERPAID", "该订单已支付", 268449538);

    public static PayAnswer OrderClosed => PayAnswer.Error(400, "ORDER_CLOSED", "该订单已关闭，请重新下单");

    public static PayAnswer OrderNotExist => PayAnswer.Error(404, "ORDER_NOT_EXIST", "订单不存在", 268512771);

    public static PayAnswer ResourceNotExists(string message) => PayAnswer.Error(404, "RESOURCE_NOT_EXISTS", message);

    public static PayAnswer InvalidRequest(string message) => PayAnswer.Error(400, "INVALID_REQUEST", message);

    public static PayAnswer NotEnough => PayAnswer.Error(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起");

    public static PayAnswer FrequencyLimited => PayAnswer.Error(429, "FREQUENCY_LIMITED", "请求频率过高，请稍后重试", 268447840);

    public static PayAnswer NoStatementExist => PayAnswer.Error(400, "NO_STATEMENT_EXIST", "账单文件不存在");

    public static PayAnswer StatementCreating => PayAnswer.Error(400, "STATEMENT_CREATING", "账单生成中，请稍后再试");
}
