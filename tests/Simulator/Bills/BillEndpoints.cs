using System.Globalization;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Bills;

/// <summary>申请交易账单, 申请资金账单, 下载账单.</summary>
internal sealed class BillEndpoints(TimeProvider time, Trades trades, CurrentBehaviour behaviour, BillFiles files)
{
    private static readonly string[] Types =
        ["ALL", "SUCCESS", "REFUND", "RECHARGE_REFUND", "ALL_SPECIAL", "SUC_SPECIAL", "REF_SPECIAL"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v3/bill/tradebill", TradeBillOf);
        routes.MapGet("/v3/bill/fundflowbill", FundFlowBillOf);
        routes.MapGet(Download, DownloadFile);
    }

    /// <summary>Its answers carry no signature: hash_value protects them.</summary>
    public static PathString Download { get; } = "/v3/billdownload/file";

    private PayAnswer TradeBillOf(HttpRequest request)
    {
        var type = Value(request, "bill_type") ?? "ALL";
        if (!Types.Contains(type))
            return PayErrors.Param("query", "/bill_type", type, "is not one of its values");
        return Answer(request, (books, day) =>
        {
            if (!Enum.TryParse<TradeBillType>(type, ignoreCase: true, out var played))
                return null;
            var lines = TradeBill.Select(Told(BillDay.Lines(books, day)), played);
            return lines.Count == 0 ? null : TradeBill.Write(lines, played);
        });
    }

    private PayAnswer FundFlowBillOf(HttpRequest request)
    {
        var account = Value(request, "account_type") ?? "BASIC";
        if (account is not ("BASIC" or "OPERATION" or "FEES"))
            return PayErrors.Param("query", "/account_type", account, "is not one of its values");
        return Answer(request, (books, day) =>
        {
            var lines = Told(BillDay.Lines(books, day));
            return account != "BASIC" || lines.Count == 0 ? null : FundFlowBill.Write(lines, books.EarnedBefore(BillDay.Start(day)));
        });
    }

    private IResult DownloadFile(HttpRequest request) =>
        files.Find(Value(request, "token") ?? "") is { } content
            ? Results.Bytes(content, "application/octet-stream")
            : PayErrors.InvalidRequest("下载链接已失效，请重新申请账单");

    private PayAnswer Answer(HttpRequest request, Func<TradesSnapshot, DateOnly, byte[]?> write)
    {
        var asked = Value(request, "bill_date");
        if (asked is null)
            return PayErrors.Param("query", "/bill_date", value: null, "is required");
        if (!DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return PayErrors.Param("query", "/bill_date", asked, "must be a day, yyyy-MM-dd");
        var tarType = Value(request, "tar_type");
        if (tarType is not (null or "GZIP"))
            return PayErrors.Param("query", "/tar_type", tarType, "is not one of its values");
        if (BillDay.Refusal(day, time.GetUtcNow(), behaviour.Now.Bill.AtOnce) is { } refusal)
            return refusal;
        if (write(trades.Snapshot(), day) is not { } bill)
            return PayErrors.NoStatementExist;

        var gzip = tarType == "GZIP";
        var ticket = files.Keep(bill, gzip);
        var query = $"?token={ticket.Token}{(gzip ? "&tartype=gzip" : "")}";
        return PayAnswer.Ok(new
        {
            hash_type = "SHA1",
            hash_value = ticket.HashValue,
            download_url = $"{request.Scheme}://{request.Host}{Download}{query}",
        });
    }

    private List<BillLine> Told(List<BillLine> lines) => BillLies.Tell(lines, behaviour.Now.Bill.Lies);

    private static string? Value(HttpRequest request, string name) => request.Query[name] is { Count: > 0 } values ? values.ToString() : null;
}
