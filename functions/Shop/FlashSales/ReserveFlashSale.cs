using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.FlashSales;

/// <summary>A member reserved a place: the session's list of those who did has to follow.</summary>
internal sealed record PlaceReserved(FlashSaleId SessionId, MemberId MemberId);

/// <summary>Reserves a place at a flash sale (预约), before it opens. Reserving again changes nothing.</summary>
internal sealed class ReserveFlashSale(FlashSaleBook book, Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    [Function(nameof(ReserveFlashSale))]
    [Answer<Answer>(201, "The reservation; the member is reminded before the session opens")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/flash-sales/{sessionId}/reservations")] HttpRequest http,
        string sessionId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session().MemberId, sessionId, cancellation), StatusCodes.Status201Created);

    private async Task<Result<Answer>> HandleAsync(MemberId member, string sessionId, CancellationToken cancellation)
    {
        if ((await book.GetAsync(cancellation)).Find(sessionId) is not { } sale)
            return FlashSaleProblems.NotFound;
        if (await partitions.ReadAsync(Tables.Of(member), FlashSaleRows.ReservationKeyOf(sale.SessionId), cancellation) is { } there)
            return new Answer(sale.SessionId, sale.OpensAt, FlashSaleRows.AtOf(there));

        var now = time.GetUtcNow();
        if (sale.PhaseAt(now) != FlashSalePhase.Upcoming)
            return FlashSaleProblems.ReservationsClosed;

        var operation = Operation.Start(ids, time);
        await effects.WakeUpAsync(Tables.Of(member), operation, cancellation);
        var commit = new Commit(Tables.Of(member), operation).Insert(FlashSaleRows.ReservationOf(sale.SessionId, now)).Effect(new PlaceReserved(sale.SessionId, member));
        // If another request of the member's was first, there is a reservation all the same.
        await partitions.CommitAsync(commit, cancellation);
        return new Answer(sale.SessionId, sale.OpensAt, now);
    }

    internal sealed record Answer(FlashSaleId SessionId, DateTimeOffset OpensAt, DateTimeOffset ReservedAt);
}
