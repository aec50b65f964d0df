namespace WeCommerce.Faults.World;

/// <summary>What befalls one call to storage or to WeChat.</summary>
internal enum Trouble
{
    None,

    /// <summary>The connection breaks on the way there.</summary>
    FailBefore,

    /// <summary>It is done, and the answer is lost.</summary>
    LoseReply,

    /// <summary>The server says that it is busy, or broken.</summary>
    Refuse,

    /// <summary>It is done twice.</summary>
    Duplicate,

    /// <summary>It waits on its way there while others go on.</summary>
    HoldRequest,

    /// <summary>It is done, and its answer waits while others go on.</summary>
    HoldReply,

    /// <summary>The instance dies before the call.</summary>
    CrashBefore,

    /// <summary>The instance dies after the call, without its answer.</summary>
    CrashAfter,
}

/// <summary>One call, named so that it is the same in every run: whose it is, what it is about without its ids, and its how-manieth.</summary>
internal readonly record struct CallName(string Job, string Call, int Nth)
{
    public override string ToString() => $"{Job} · {Call} #{Nth}";
}

/// <summary>Decides what befalls a call, by its name alone.</summary>
internal abstract class TroublePlan
{
    private readonly List<(CallName Call, Trouble Trouble)> _made = [];

    /// <summary>What was decided that is not <see cref="Trouble.None"/>.</summary>
    public IReadOnlyList<(CallName Call, Trouble Trouble)> Made
    {
        get
        {
            lock (_made)
                return [.. _made];
        }
    }

    /// <summary>Calls that are left alone.</summary>
    public HashSet<CallName> Spared { get; } = [];

    /// <summary>From now on nothing befalls anything.</summary>
    public bool IsOver { get; set; }

    /// <summary>Until it is disposed of, nothing befalls anything.</summary>
    public IDisposable Pause() => new Calm(this);

    public Trouble For(CallName call)
    {
        if (IsOver || Spared.Contains(call))
            return Trouble.None;

        var trouble = Decide(call);
        if (trouble != Trouble.None)
        {
            lock (_made)
                _made.Add((call, trouble));
        }
        return trouble;
    }

    protected abstract Trouble Decide(CallName call);

    private sealed class Calm : IDisposable
    {
        private readonly TroublePlan _plan;
        private readonly bool _wasOver;

        public Calm(TroublePlan plan) => (_plan, _wasOver, plan.IsOver) = (plan, plan.IsOver, true);

        public void Dispose() => _plan.IsOver = _wasOver;
    }
}

/// <summary>Nothing befalls anything.</summary>
internal sealed class NoTrouble : TroublePlan
{
    protected override Trouble Decide(CallName call) => Trouble.None;
}
