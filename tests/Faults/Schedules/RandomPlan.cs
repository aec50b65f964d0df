using System.Security.Cryptography;
using System.Text;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Schedules;

/// <summary>Troubles drawn by hash: of the seed and the call's name, and of nothing else, so that threads have no say.</summary>
internal sealed class RandomPlan(int seed) : TroublePlan
{
    private static readonly (Trouble Trouble, double Rate)[] Rates =
    [
        (Trouble.FailBefore, 0.02), (Trouble.LoseReply, 0.02), (Trouble.Refuse, 0.01), (Trouble.Duplicate, 0.01),
        (Trouble.HoldRequest, 0.012), (Trouble.HoldReply, 0.008), (Trouble.CrashBefore, 0.006), (Trouble.CrashAfter, 0.006),
    ];

    /// <summary>Some shops have a calm day.</summary>
    private readonly double _wildness = new[] { 0, 0.5, 1, 1, 2, 4 }[(int)(Draw($"{seed} wildness") * 6)];

    protected override Trouble Decide(CallName call)
    {
        // The SDK and the clients repeat: now and then a call fails however often it is repeated.
        var storm = Draw($"{seed} {call.Job} {call.Call}");
        if (storm < 0.012 * _wildness)
            return storm < 0.006 * _wildness ? Trouble.FailBefore : Trouble.LoseReply;

        var drawn = Draw($"{seed} {call}");
        foreach (var (trouble, rate) in Rates)
        {
            drawn -= rate * _wildness;
            if (drawn < 0)
                return trouble;
        }
        return Trouble.None;
    }

    private static double Draw(string what) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(what))) / (double)ulong.MaxValue;
}
