using System.Text.Json.Serialization;
using WeCommerce.Simulator.Keys;

namespace WeCommerce.Simulator.Behaviour;

/// <summary>How WeChat behaves just now; PUT /simulator/behaviour changes it.</summary>
internal sealed record BehaviourSettings
{
    public NotifyBehaviour Notify { get; init; } = new();

    public ApiBehaviour Api { get; init; } = new();

    /// <summary>The simulator's own delays (notifies, refunds) are divided by it. Lives, time-outs and timestamps are not.</summary>
    public double ClockRate { get; init; } = 1;

    public KeyMode KeyMode { get; init; } = KeyMode.PublicKey;

    public RefundBehaviour Refund { get; init; } = new();

    public BillBehaviour Bill { get; init; } = new();

    public ShippingBehaviour Shipping { get; init; } = new();

    public PushBehaviour Push { get; init; } = new();

    public UnknownClose UnknownClose { get; init; } = UnknownClose.OrderNotExist;

    public ChangedTimeExpire ChangedTimeExpire { get; init; } = ChangedTimeExpire.Refused;

    /// <summary>The next calls that fail, for certain.</summary>
    public FailNext? FailNext { get; init; }

    public string? Error() =>
        Notify is not { DelayMs: >= 0, Duplicates: >= 0, Drop: >= 0, Reorder: >= 0 } ? "notify: numbers must not be negative."
        : Api is not { ErrorRate: >= 0 and <= 1, LoseAnswerRate: >= 0 and <= 1, LatencyMs: >= 0 }
            ? "api: rates are 0 to 1, latencyMs is not negative."
        : ClockRate is not (> 0 and <= 1_000_000) ? "clockRate must be greater than 0 and at most 1000000."
        : Refund is not { DelayMs: >= 0, MinIntervalMs: >= 0 } ? "refund: delays must not be negative."
        : Refund.BalanceFen < 0 ? "refund: balanceFen must not be negative."
        : Bill is not { FeeRate: >= 0 and <= 10_000, Lies: not null } ? "bill: feeRate is 0 to 10000 hundredths of a percent."
        : Shipping?.IsValid() != true ? "shipping: delayMs is not negative, days are 0 to 40."
        : Push is not { DelayMs: >= 0 } ? "push: delayMs must not be negative."
        : FailNext is { Count: < 1 } ? "failNext: count must be at least 1."
        : null;
}

internal sealed record NotifyBehaviour
{
    /// <summary>Milliseconds between the event and the first attempt.</summary>
    public int DelayMs { get; init; }

    /// <summary>So many extra copies of every attempt, at once.</summary>
    public int Duplicates { get; init; }

    /// <summary>So many first attempts of every notify get lost on the way, which WeChat takes for failures.</summary>
    public int Drop { get; init; }

    /// <summary>A byte of the body changes after it was signed.</summary>
    public bool Tamper { get; init; }

    /// <summary>The first attempt is preceded by a copy whose signature is a probe (WECHATPAY/SIGNTEST/…).</summary>
    public bool Probe { get; init; }

    /// <summary>Notifies are held until there are so many, then go out last first. 0 = off, releasing what is held; true = 2.</summary>
    [JsonConverter(typeof(ReorderJson))]
    public int Reorder { get; init; }
}

internal sealed record ApiBehaviour
{
    /// <summary>This part of the calls fails before any work: 500 SYSTEM_ERROR, or errcode -1.</summary>
    public double ErrorRate { get; init; }

    /// <summary>This part of the calls does its work and then breaks the connection or answers 500, by the toss of a coin.</summary>
    public double LoseAnswerRate { get; init; }

    public int LatencyMs { get; init; }

    /// <summary>Answers of the pay API carry a probe instead of a signature.</summary>
    public bool Probe { get; init; }
}

internal sealed record RefundBehaviour
{
    /// <summary>What becomes of the refunds that are accepted from now on.</summary>
    public RefundOutcome Outcome { get; init; } = RefundOutcome.Success;

    /// <summary>Milliseconds in PROCESSING.</summary>
    public int DelayMs { get; init; } = 1000;

    /// <summary>The merchant has no money: 403 NOT_ENOUGH.</summary>
    public bool NotEnough { get; init; }

    /// <summary>
    /// The merchant's money, in fen: payments raise it by what is left after 手续费, refunds lower it, and one that it does not cover is 403 NOT_ENOUGH.
    /// Null, the default, is boundless.
    /// </summary>
    public long? BalanceFen { get; init; }

    /// <summary>WeChat wants a minute between two refunds of an order; 0, the default here, wants nothing.</summary>
    public int MinIntervalMs { get; init; }
}

internal enum RefundOutcome
{
    Success,
    Closed,
    Abnormal,
}

/// <summary>What closing a number that was never ordered answers; both have been seen.</summary>
internal enum UnknownClose
{
    OrderNotExist,
    OrderClosed,
}

/// <summary>What a repeated prepay with another time_expire is: other parameters, or a value that counts on the first call only.</summary>
internal enum ChangedTimeExpire
{
    Refused,
    Ignored,
}

/// <summary>
/// The next <see cref="Count"/> calls whose path starts with <see cref="Path"/> (any, when absent) fail.
/// With <see cref="AfterWork"/> the work is done all the same. <see cref="Status"/> 0 breaks the connection. <see cref="Code"/> is the pay API's code, or an errcode.
/// </summary>
internal sealed record FailNext
{
    public string? Path { get; init; }

    public int Count { get; init; } = 1;

    public int? Status { get; init; }

    public string? Code { get; init; }

    public bool AfterWork { get; init; }
}
