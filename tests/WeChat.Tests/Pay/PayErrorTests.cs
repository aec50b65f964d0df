using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

/// <summary>微信支付 公共错误码, and the older spellings that are still in use.</summary>
public sealed class PayErrorTests
{
    public static TheoryData<int, string, PayFailureKind> Codes => new()
    {
        { 202, "USER_PAYING", PayFailureKind.TryAgain },
        { 301, "", PayFailureKind.OurFault },
        { 400, "PARAM_ERROR", PayFailureKind.OurFault },
        { 400, "INVALID_REQUEST", PayFailureKind.Refused },
        { 400, "APPID_MCHID_NOT_MATCH", PayFailureKind.OurFault },
        { 400, "MCH_NOT_EXISTS", PayFailureKind.OurFault },
        { 400, "ORDER_CLOSED", PayFailureKind.OrderClosed },
        { 400, "ORDERCLOSED", PayFailureKind.OrderClosed },
        { 400, "ALREADY_EXISTS", PayFailureKind.NumberReused },
        { 400, "NO_STATEMENT_EXIST", PayFailureKind.NoStatement },
        { 400, "STATEMENT_CREATING", PayFailureKind.StatementCreating },
        { 400, "", PayFailureKind.OurFault },
        { 401, "SIGN_ERROR", PayFailureKind.OurFault },
        { 401, "ORDER_PAID", PayFailureKind.OurFault },
        { 403, "ACCOUNT_ERROR", PayFailureKind.Refused },
        { 403, "NO_AUTH", PayFailureKind.OurFault },
        { 403, "NOAUTH", PayFailureKind.OurFault },
        { 403, "NOT_ENOUGH", PayFailureKind.NotEnough },
        { 403, "NOTENOUGH", PayFailureKind.NotEnough },
        { 403, "OUT_TRADE_NO_USED", PayFailureKind.NumberReused },
        { 403, "RULE_LIMIT", PayFailureKind.Refused },
        { 403, "RULELIMIT", PayFailureKind.Refused },
        { 403, "TRADE_ERROR", PayFailureKind.Refused },
        { 403, "USER_ACCOUNT_ABNORMAL", PayFailureKind.Refused },
        { 403, "ORDER_PAID", PayFailureKind.OrderPaid },
        { 403, "ORDERPAID", PayFailureKind.OrderPaid },
        { 400, "ORDERPAID", PayFailureKind.OrderPaid },
        { 403, "FREQUENCY_LIMITED", PayFailureKind.TryAgain },
        { 404, "ORDER_NOT_EXIST", PayFailureKind.OrderNotExist },
        { 404, "ORDERNOTEXIST", PayFailureKind.OrderNotExist },
        { 404, "RESOURCE_NOT_EXISTS", PayFailureKind.OrderNotExist },
        // Not WeChat Pay's application: a wrong address must not read as "nobody has paid".
        { 404, "", PayFailureKind.OurFault },
        { 408, "", PayFailureKind.TryAgain },
        { 429, "FREQUENCY_LIMITED", PayFailureKind.TryAgain },
        { 429, "RATELIMIT_EXCEED", PayFailureKind.TryAgain },
        { 429, "RATELIMIT_EXCEEDED", PayFailureKind.TryAgain },
        { 500, "SYSTEM_ERROR", PayFailureKind.TryAgain },
        { 500, "SYSTEMERROR", PayFailureKind.TryAgain },
        { 500, "BANK_ERROR", PayFailureKind.TryAgain },
        { 500, "BANKERROR", PayFailureKind.TryAgain },
        { 500, "OPENID_MISMATCH", PayFailureKind.OurFault },
        { 500, "INVALID_TRANSACTIONID", PayFailureKind.OurFault },
        { 500, "ORDER_PAID", PayFailureKind.TryAgain },
        { 502, "", PayFailureKind.TryAgain },
        { 503, "A_NEW_CODE", PayFailureKind.TryAgain },
        { 400, "A_NEW_CODE", PayFailureKind.Refused },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task An_error_is_classified_by_status_then_code(int status, string code, PayFailureKind kind)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(status, code.Length == 0 ? "<html>" : $$"""{"code":"{{code}}","message":"m"}""");

        var failure = PayClientTests.Failure(await world.Client.QueryAsync("2026010100001", default));

        Assert.Equal((kind, status), (failure.Kind, failure.HttpStatus));
    }

    [Theory]
    [InlineData("INVALID_REQUEST", "201 商户订单号重复", "0", PayFailureKind.NumberReused)]
    [InlineData("INVALID_REQUEST", "商户订单号重复", "0", PayFailureKind.NumberReused)]
    [InlineData("INVALID_REQUEST", "201 duplicate merchant order number", "0", PayFailureKind.NumberReused)]
    [InlineData("PARAM_ERROR", "请求参数与首次请求不一致", "268498688", PayFailureKind.NumberReused)]
    [InlineData("INVALID_REQUEST", "该订单已支付", "268449538", PayFailureKind.OrderPaid)]
    [InlineData("INVALID_REQUEST", "该订单已支付", "268498689", PayFailureKind.OrderPaid)]
    [InlineData("INVALID_REQUEST", "订单已全额退款", "268435461", PayFailureKind.Refused)]
    public async Task The_general_codes_are_told_apart_by_message_and_Request_ID(string code, string message, string number, PayFailureKind kind)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(400, $$"""{"code":"{{code}}","message":"{{message}}"}""", new() { ["Request-ID"] = "08B5-" + number });

        var failure = PayClientTests.Failure(await world.Client.PrepayAsync(Samples.Prepay, default));

        Assert.Equal(new PayFailure(kind, 400, code, message, "08B5-" + number), failure);
    }

    public static TheoryData<string, JsapiPrepay> WrongPrepays => new()
    {
        { "AppId", Samples.Prepay with { AppId = "" } },
        { "OpenId", Samples.Prepay with { OpenId = "" } },
        { "Description", Samples.Prepay with { Description = new string('字', 128) } },
        { "TotalFen", Samples.Prepay with { TotalFen = 0 } },
        { "Attach", Samples.Prepay with { Attach = new string('a', 129) } },
        { "OutTradeNo", Samples.Prepay with { OutTradeNo = "12345" } },
        { "OutTradeNo", Samples.Prepay with { OutTradeNo = "1234567/" } },
        { "NotifyUrl", Samples.Prepay with { NotifyUrl = new("https://shop.example.com/notify?a=1") } },
        { "NotifyUrl", Samples.Prepay with { NotifyUrl = new("/notify", UriKind.Relative) } },
    };

    [Theory]
    [MemberData(nameof(WrongPrepays))]
    public async Task A_wrong_prepay_costs_no_call(string field, JsapiPrepay prepay)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();

        var failure = PayClientTests.Failure(await world.Client.PrepayAsync(prepay, default));

        Assert.Equal(PayFailureKind.OurFault, failure.Kind);
        Assert.StartsWith(field, failure.Message, StringComparison.Ordinal);
        Assert.Empty(world.Server.Requests);
    }

    public static TheoryData<RefundOrder> WrongRefunds =>
    [
        Samples.RefundOrder with { OutTradeNo = null },
        Samples.RefundOrder with { TransactionId = "4200" },
        Samples.RefundOrder with { RefundFen = 0 },
        Samples.RefundOrder with { RefundFen = 1991 },
        Samples.RefundOrder with { OutRefundNo = "" },
        Samples.RefundOrder with { Reason = new string('字', 27) },
    ];

    [Theory]
    [MemberData(nameof(WrongRefunds))]
    public async Task A_wrong_refund_costs_no_call(RefundOrder order)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();

        Assert.Equal(PayFailureKind.OurFault, PayClientTests.Failure(await world.Client.RefundAsync(order, default)).Kind);
        Assert.Empty(world.Server.Requests);
    }
}
