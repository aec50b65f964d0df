using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Play;

/// <summary>Every trade and refund as WeChat's books hold them, and what the shop sent through WeChat.</summary>
internal sealed class LedgerEndpoints(
    SimulatorOptions options,
    Trades trades,
    Shipments shipments,
    Outbox outbox,
    CurrentBehaviour behaviour)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/ledger", Ledger);
        routes.MapGet("/simulator/outbox", (string? kind, string? openId) =>
            PlayJson.Ok(new { items = outbox.All.Where(i => (kind is null || i.Kind == kind) && (openId is null || i.OpenId == openId)) }));
    }

    private IResult Ledger()
    {
        var now = options.Time.GetUtcNow();
        var books = trades.Snapshot();
        var refunds = books.Refunds.ToLookup(r => r.OutTradeNo);
        return PlayJson.Ok(new
        {
            balanceFen = behaviour.Now.Refund.BalanceFen ?? books.EarnedFen,
            feesFen = books.FeesFen,
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
                t.FeeFen,
                orderState = t.Paid ? shipments.StateOf(t, refunds[t.OutTradeNo]) : (OrderState?)null,
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
                r.FeeFen,
                r.Channel,
                r.ReceivedAccount,
            }),
            shipments = shipments.All,
        });
    }
}
