using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Flights;

/// <summary>What set something in motion.</summary>
internal enum FlightKind
{
    Http,
    Queue,
    Timer,

    /// <summary>What a commit left to be done.</summary>
    Effect,

    /// <summary>A call to WeChat.</summary>
    WeChat,
}

/// <summary>One thing that was done about an order, from its beginning to its end. It names nobody.</summary>
/// <param name="At">When it began.</param>
/// <param name="Name">The function, the effect, or WeChat's API.</param>
/// <param name="Outcome">A status, a code, or the type of an exception.</param>
/// <param name="TraceId">The same for all that one trigger set in motion; logs have it too.</param>
/// <param name="RequestId">WeChat's number of the call.</param>
/// <param name="NotifyId">The kept notify that was taken or refused.</param>
internal sealed record Flight(
    OrderId OrderId,
    DateTimeOffset At,
    FlightKind Kind,
    string Name,
    string Outcome,
    TimeSpan Duration,
    string TraceId,
    string? RequestId = null,
    NotifyId? NotifyId = null);
