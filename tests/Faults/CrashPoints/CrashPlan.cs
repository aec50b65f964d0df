using WeCommerce.Faults.World;

namespace WeCommerce.Faults.CrashPoints;

/// <summary>Nothing goes wrong until it is armed; then the instance dies at one call.</summary>
/// <param name="at">Which call after arming: 1, 2 …; 0 for none.</param>
/// <param name="trouble">Before the call, or after it.</param>
internal sealed class CrashPlan(int at, Trouble trouble) : TroublePlan
{
    private int _calls;

    public bool IsArmed { get; set; }

    /// <summary>Calls since it was armed.</summary>
    public int Calls => _calls;

    protected override Trouble Decide(CallName call) => IsArmed && Interlocked.Increment(ref _calls) == at ? trouble : Trouble.None;
}
