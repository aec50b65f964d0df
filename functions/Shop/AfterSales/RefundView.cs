using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.AfterSales;

/// <summary>An after-sale case as its shopper sees it.</summary>
/// <param name="OutRefundNo">WeChat's name for the money's way back; null while there is none.</param>
/// <param name="ReturnFreight">Who pays for the goods' way back.</param>
internal sealed record RefundView(
    RefundId RefundId,
    RefundId? OutRefundNo,
    AfterSaleKind Kind,
    AfterSaleStage Status,
    IReadOnlyList<ClaimedLine> Lines,
    Fen AmountFen,
    Fen FreightFen,
    AfterSaleReason Reason,
    string? Note,
    IReadOnlyList<string> Images,
    FreightPayer ReturnFreight,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReturnBefore,
    ReturnParcel? Return,
    string? RejectReason,
    OrderId? ExchangeOrderId,
    DateTimeOffset? SucceededAt)
{
    public static RefundView Of(Order order, AfterSale sale)
    {
        // A closed refund may have been started again: the last one is the one that goes on.
        var money = order.Refunds.LastOrDefault(r => r.AfterSale == sale.RefundId);
        return new(
            sale.RefundId, money?.RefundId, sale.Kind, sale.Stage, [.. sale.Lines.Select(l => new ClaimedLine(l.LineNo, l.Quantity))],
            sale.AmountFen, sale.FreightFen, sale.Reason, sale.Note, sale.Images, sale.ReturnFreight, sale.RequestedAt,
            sale.ReturnBefore, sale.Return, sale.RejectReason, sale.ExchangeOrderId, money?.SucceededAt);
    }

    public override string ToString() => $"RefundView {RefundId}";
}

/// <summary>The case after what was done to it.</summary>
internal sealed record RefundAnswer(RefundView Refund)
{
    public static RefundAnswer Of(Order order, RefundId id) =>
        new(RefundView.Of(order, order.FindAfterSale(id) ?? throw new InvalidOperationException($"{order} has lost {id}.")));

    public override string ToString() => $"RefundAnswer {Refund.RefundId}";
}
