using System.Text;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

/// <summary>Bills written by hand after 申请交易账单 and 申请资金账单: BOM, CRLF, a back-tick before every cell with data.</summary>
internal static class BillSamples
{
    public const string Header =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
        + "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

    public const string Paid =
        "`2026-01-01 08:00:00,`wx1234567890abcdef,`1900007291,`0,`,`4200000001,`2026010100001,`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`JSAPI,`SUCCESS,`OTHERS,`CNY,"
        + "`19.90,`1.00,`0,`0,`0.00,`0.00,`,`,`QQ公仔, 红,`a,`0.11940,`0.60%,`19.90,`0.00,`";

    public const string Refunded =
        "`2026-01-01 23:59:59,`wx1234567890abcdef,`1900007291,`0,`,`4200000001,`2026010100001,`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`JSAPI,`REFUND,`OTHERS,`CNY,"
        + "`0.00,`0.00,`50000001,`RF2026010100001,`9.90,`0.50,`ORIGINAL,`PROCESSING,`QQ公仔, 红,`a,`-0.05940,`0.60%,`0.00,`9.90,`活动费率";

    public const string SummaryHeader = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";

    public const string Summary = "`2.0,`19.90,`9.90,`0.5,`0.06000,`19.90,`9.90";

    public const string FlowHeader =
        "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号";

    public const string FlowIn = "`2026-01-01 08:00:00,`4200000001,`1001,`交易,`交易,`收入,`19.90,`119.90,`system,`结算总金额 19.90 元,`2026010100001";

    public const string FlowOut = "`2026-01-01 08:00:00,`4200000001,`1002,`交易,`扣除交易手续费,`支出,`0.12,`119.78,`system,`,`2026010100001";

    public const string FlowSummaryHeader = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

    public const string FlowSummary = "`2.0,`1.0,`19.90,`1.0,`0.12";

    public static byte[] Trade { get; } = File(Header, Paid, Refunded, SummaryHeader, Summary);

    public static byte[] FundFlow { get; } = File(FlowHeader, FlowIn, FlowOut, FlowSummaryHeader, FlowSummary);

    public static byte[] File(params IEnumerable<string> lines) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\r\n")))];

    public static string Lines(params string[] lines) => string.Concat(lines.Select(l => l + "\r\n"));

    public static TradeBill Read(byte[] file)
    {
        Assert.True(TradeBill.TryRead(new MemoryStream(file), out var bill, out var problem), problem?.ToString());
        return bill;
    }

    public static BillProblem Problem(byte[] file)
    {
        Assert.False(TradeBill.TryRead(new MemoryStream(file), out _, out var problem));
        return problem;
    }
}
