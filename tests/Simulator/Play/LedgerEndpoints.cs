using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Play;

/// <summary>Every trade and refund as WeChat's books hold them, and what the shop sent through WeChat.</summary>
internal sealed class LedgerEndpoints(SimulatorOptions options, Trades trades)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/ledger", Ledger);
        routes.MapGet("/simulator/outbox", () => PlayJson.Ok(new { items = Array.Empty<object>() }));
    }

    private IResult Ledger()
    {
        var now = options.Time.GetUtcNow();
        var books = trades.Snapshot();
        return PlayJson.Ok(new
        {
            trades = books.Trades.Select(t => new
            {
                t.OutTradeNo,
                t.TransactionId,
                state = TransactionBody.WireState(t.StateAt(now)),
                t.TotalFen,
                t.OpenId,
                t.AppId,
                t.MchId,
                t.Description,
                t.Attach,
                t.NotifyUrl,
                t.CreatedAt,
                t.TimeExpire,
                t.SuccessTime,
                package = trades.PayableWith(t.OutTradeNo) is { } id ? $"prepay_id={id}" : null,
            }),
            refunds = books.Refunds.Select(r => new
            {
                r.OutRefundNo,
                r.RefundId,
                r.OutTradeNo,
                r.TransactionId,
                status = RefundBody.WireStatus(r.Status),
                r.RefundFen,
                r.TotalFen,
                r.Reason,
                r.NotifyUrl,
                r.CreateTime,
                r.SuccessTime,
            }),
        });
    }
}
