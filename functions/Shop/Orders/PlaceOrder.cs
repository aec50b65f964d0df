using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Payments;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Orders;

/// <summary>
/// Places an order (下单): price it, hold its stock, write it, ask WeChat for a prepay. The order stands once it is written;
/// if WeChat does not answer in time, <c>payment</c> is null and can be asked for again.
/// </summary>
internal sealed class PlaceOrder(
    QuoteDesk quotes, AddressBook addresses, OrderPlacement placement, PaymentDesk payments)
{
    private static readonly OrderRules Validator = new();

    [Function(nameof(PlaceOrder))]
    [Answer<Answer>(201, "The order, and what wx.requestPayment takes", Body = typeof(OrderRequest), IdempotencyKey = true)]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders")] HttpRequest http)
    {
        var key = http.RequiredIdempotencyKey();
        return key.Problem is { } problem
            ? Answers.Of(problem)
            : await http.HandleAsync<OrderRequest, Answer>(
                Validator, request => HandleAsync(http.Session(), key.Value, request), StatusCodes.Status201Created);
    }

    private Task<Result<Answer>> HandleAsync(Session session, string key, OrderRequest request)
    {
        var hash = IdempotentBody.Hash(request);
        // The same request several times at once is one request with several listeners: one of them hanging up does not end it for the others.
        return placement.OnceAsync((session.MemberId, key, hash), () => PlaceAsync(session, key, hash, request, CancellationToken.None));
    }

    private async Task<Result<Answer>> PlaceAsync(Session session, string key, string hash, OrderRequest request, CancellationToken cancellation)
    {
        var quote = await quotes.QuoteAsync(session, request, cancellation);
        var refusal = quote.Problem ?? await placement.ShortageAsync(session, quote.Value);
        var address = request.Address ?? (refusal is null ? await addresses.FindAsync(session.MemberId, request.AddressId ?? "", cancellation) : null);
        var problem = refusal
            ?? (address is null ? Problem.Invalid("addressId", "The member has no such address.") : null)
            ?? (request.ExpectedTotalFen is { } expected && expected != quote.Value.TotalFen.Value ? OrderProblems.PriceChanged(quote.Value.TotalFen) : null);
        // Prices and addresses change: an order that was placed stays placed, whatever a new one would cost.
        var order = problem is not null || address is null
            ? await placement.RefuseAsync(session, key, hash, problem ?? OrderProblems.NotFound, cancellation)
            : await placement.PlaceAsync(session, key, hash, request, quote.Value, address, cancellation);
        if (order.Problem is not null)
            return order.Problem;

        return new Answer(OrderView.Of(order.Value), await payments.TryPrepayAsync(order.Value, cancellation));
    }

    /// <param name="Payment">Exactly what <c>wx.requestPayment</c> takes; null when WeChat did not answer in time.</param>
    internal sealed record Answer(OrderView Order, PaymentParameters? Payment);
}
