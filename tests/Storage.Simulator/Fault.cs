namespace WeCommerce.Storage.Simulator;

/// <summary>What befalls one call. The default is <see cref="None"/>.</summary>
public readonly record struct Fault
{
    private readonly Task? _until;

    private Fault(FaultKind kind, Task? until = null) => (Kind, _until) = (kind, until);

    public static Fault None { get; }

    /// <summary>The connection breaks on the way there: nothing is done.</summary>
    public static Fault FailBefore { get; } = new(FaultKind.FailBefore);

    /// <summary>It is done, and the connection breaks on the way back.</summary>
    public static Fault LoseReply { get; } = new(FaultKind.LoseReply);

    /// <summary>503 ServerBusy: nothing is done.</summary>
    public static Fault Throttle { get; } = new(FaultKind.Throttle);

    /// <summary>500 InternalError: nothing is done.</summary>
    public static Fault Fail500 { get; } = new(FaultKind.Fail500);

    /// <summary>It is done twice, and the second answer is seen: what a request repeated on its way comes to.</summary>
    public static Fault Duplicate { get; } = new(FaultKind.Duplicate);

    public FaultKind Kind { get; }

    internal Task Until => _until ?? Task.CompletedTask;

    /// <summary>It is done only when the task completes, also if the caller has stopped waiting for it by then.</summary>
    public static Fault Hold(Task until) => new(FaultKind.Hold, until);

    /// <summary>It is done at once, and its answer arrives when the task completes.</summary>
    public static Fault HoldReply(Task until) => new(FaultKind.HoldReply, until);
}

/// <summary>The kinds of <see cref="Fault"/>.</summary>
public enum FaultKind
{
    None,
    FailBefore,
    LoseReply,
    Throttle,
    Fail500,
    Duplicate,
    Hold,
    HoldReply,
}
