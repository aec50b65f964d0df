namespace WeCommerce.Checker.Rules;

/// <summary>Orders: one for each idempotency key, and each in a state that can be.</summary>
internal static class OrderRules
{
    public static IEnumerable<Violation> Check(Store store, bool isQuiet, DateTimeOffset now) =>
        OfKeys(store).Concat(store.Orders.SelectMany(OfState)).Concat(store.Orders.SelectMany(OfCases)).Concat(store.Orders.SelectMany(OfRefunds))
            .Concat(OfExchanges(store, isQuiet))
            .Concat(isQuiet ? store.Orders.SelectMany(o => OfEnd(store, o, now)) : []);

    private static IEnumerable<Violation> OfKeys(Store store)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in store.Of("Members", "key!"))
        {
            var orderId = key.Text("OrderId") ?? "";
            if (!store.OrdersById.TryGetValue(orderId, out var order) || order.Row.PartitionKey != key.PartitionKey)
                yield return new("a key has its order", $"{key} names {orderId}");
            if (!named.Add(orderId))
                yield return new("an order has one key", $"{key} names {orderId}, and so does another");
        }
        foreach (var order in store.Orders.Where(o => o.ExchangeOf is null && !named.Contains(o.OrderId)))
            yield return new("an order has its key", $"{order} was placed under none");
    }

    private static IEnumerable<Violation> OfState(OrderSeen order)
    {
        if (order.Row.Text("Status") != order.Status)
            yield return new("an order's status", $"{order} says {order.Row.Text("Status")} and is {order.Status}");
        if (order.IsCancelled && (order.Payment is not null || order.Parcels.Count > 0 || order.Cases.Count > 0))
            yield return new("a cancelled order is not paid, sent or complained of", $"{order}");
        if (order.Payment is { } payment && (payment.PaidFen != order.TotalFen || !payment.OutTradeNo.StartsWith(order.OrderId, StringComparison.Ordinal)))
            yield return new("an order is paid by its price", $"{order} costs {order.TotalFen}, {payment} pays it");
        if (order.Payments.GroupBy(p => p.TransactionId, StringComparer.Ordinal).Any(g => g.Count() > 1))
            yield return new("a payment counts once", $"{order}: {string.Join("; ", order.Payments)}");
        if (order.Parcels.Count > 0 && !order.IsSettled)
            yield return new("only paid goods are sent", $"{order}");
        if (!order.Parcels.Select(p => p.Number).SequenceEqual(Enumerable.Range(1, order.Parcels.Count)))
            yield return new("parcels are numbered", $"{order}");
        if (order.Lines.FirstOrDefault(l => order.ShippableOf(l) < 0 || l.Quantity < order.LiveClaims(l.LineNo).Sum(c => c.Quantity)) is { } line)
            yield return new("no piece is sent or claimed twice", $"{order}, line {line.LineNo}: {line.Quantity} bought, {order.SentOf(line.LineNo)} sent, claims {string.Join("; ", order.LiveClaims(line.LineNo))}");
        if (order.ReceivedAt is not null && order.Parcels.Count == 0)
            yield return new("only sent goods are received", $"{order}");
    }

    private static IEnumerable<Violation> OfCases(OrderSeen order)
    {
        if (order.Cases.GroupBy(c => c.Key, StringComparer.Ordinal).Any(g => g.Count() > 1))
            yield return new("a key has one case", $"{order}");
        foreach (var sale in order.Cases)
        {
            var refund = order.Refunds.LastOrDefault(r => r.AfterSale == sale.RefundId);
            var fits = (sale.Stage, refund?.Stage) switch
            {
                ("Processing", "Sending" or "Processing") or ("Abnormal", "Abnormal" or "Closed") => true,
                ("Succeeded", "Succeeded") => sale.Kind != "Exchange",
                ("Succeeded" or "Approved", null) => sale.Kind == "Exchange",
                ("Requested" or "AwaitingReturn" or "AwaitingInspection" or "Rejected" or "Cancelled", null) => true,
                _ => false,
            };
            if (!fits || (refund is not null && refund.AmountFen != sale.AmountFen))
                yield return new("a case is as its money", $"{order}, case {sale.RefundId}: {sale.Kind} {sale.Stage} {sale.AmountFen}, its refund {refund}");
        }
        foreach (var line in order.Lines)
        {
            if (order.LiveClaims(line.LineNo).Sum(c => c.ShareFen) > line.PaidFen)
                yield return new("parts are no more than the whole", $"{order}, line {line.LineNo}: {string.Join("; ", order.LiveClaims(line.LineNo))}");
        }
    }

    private static IEnumerable<Violation> OfRefunds(OrderSeen order)
    {
        foreach (var payment in order.Payments)
        {
            var counted = order.Refunds.Where(r => r.Counts && r.TransactionId == payment.TransactionId).ToList();
            if (counted.Sum(r => r.AmountFen) > payment.PaidFen || counted.Count > 50)
                yield return new("refunds are no more than the payment", $"{order}: {payment}, {string.Join("; ", counted)}");
        }
        foreach (var unwanted in order.Unwanted.Where(p => !order.Refunds.Any(r => r.TransactionId == p.TransactionId && r.AmountFen == p.PaidFen)))
            yield return new("what an order cannot take goes back", $"{order}: {unwanted}");
        if (order.Refunds.Any(r => order.Payments.All(p => p.TransactionId != r.TransactionId)))
            yield return new("a refund is of a payment", $"{order}: {string.Join("; ", order.Refunds)}");
        if (order.Refunds.Select(r => r.RefundId).Distinct(StringComparer.Ordinal).Count() != order.Refunds.Count
            || order.Refunds.Select(r => r.RefundId).Concat(order.Cases.Select(c => c.RefundId)).Any(id => int.Parse(id[^2..], null) > order.RefundCount))
        {
            yield return new("a refund's number is chosen once", $"{order}: {string.Join("; ", order.Refunds)}");
        }
    }

    private static IEnumerable<Violation> OfExchanges(Store store, bool isQuiet)
    {
        foreach (var exchange in store.Orders.Where(o => o.ExchangeOf is not null))
        {
            if (!store.Orders.Any(o => o.Cases.Any(c => c.RefundId == exchange.ExchangeOf && c.ExchangeOrderId == exchange.OrderId)))
                yield return new("an exchange is its case's", $"{exchange} replaces {exchange.ExchangeOf}");
        }
        foreach (var sale in store.Orders.SelectMany(o => o.Cases).Where(c => c.Kind == "Exchange" && (c.Stage == "Succeeded" || (isQuiet && c.Stage == "Approved"))))
        {
            if (sale.ExchangeOrderId is not { } id || !store.OrdersById.ContainsKey(id))
                yield return new("an exchange has its order", $"case {sale.RefundId}: {sale.Stage}, order {sale.ExchangeOrderId}");
        }
    }

    // When nothing moves any more: an order whose time to pay is over is paid or cancelled; money that is stuck is somebody's task.
    private static IEnumerable<Violation> OfEnd(Store store, OrderSeen order, DateTimeOffset now)
    {
        if (order.Status == "PendingPayment" && order.PayBefore < now && !store.HasTask("RefundedElsewhere", order.OrderId))
            yield return new("an unpaid order ends", $"{order} waits since {order.PayBefore:O}");
        foreach (var refund in order.Refunds.Where(order.IsLast))
        {
            var isSeen = refund.Stage switch
            {
                "Succeeded" => true,
                "Abnormal" or "Closed" => store.HasTask("RefundStuck", refund.RefundId),
                _ => store.HasTask("RefundRefused", refund.RefundId),
            };
            if (!isSeen)
                yield return new("money is never unseen", $"{order}: {refund} and no task");
        }
        foreach (var sale in order.Cases)
        {
            if ((sale.Stage == "Requested" && !store.HasTask("AfterSaleToDecide", sale.RefundId))
                || (sale.Stage == "AwaitingInspection" && !store.HasTask("ReturnToInspect", sale.RefundId)))
            {
                yield return new("a case that waits is a task", $"{order}, case {sale.RefundId}: {sale.Stage}");
            }
        }
    }
}
