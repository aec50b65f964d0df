using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Schedules;

/// <summary>Makes a schedule that went wrong smaller: leaves out commands, then troubles, for as long as the same rule is broken.</summary>
internal static class Shrinking
{
    private const int MostRuns = 400;

    public static async Task<Outcome> ShrinkAsync(PlayedWeChat weChat, Outcome found, Action<ShopWorld>? sabotage = null)
    {
        var (best, spared, runs) = (found, new HashSet<CallName>(), 0);
        for (var size = best.Schedule.Commands.Count / 2; size >= 1; size /= 2)
        {
            for (var at = 0; at < best.Schedule.Commands.Count && runs < MostRuns; runs++)
            {
                var smaller = best.Schedule.Without(best.Schedule.Commands.Skip(at).Take(size).ToList());
                if (!await TryAsync(smaller, spared))
                    at += size;
            }
        }
        foreach (var (call, _) in best.Troubles)
        {
            if (runs++ < MostRuns && !await TryAsync(best.Schedule, [.. spared, call]))
                continue;
            spared.Add(call);
        }
        return best;

        async Task<bool> TryAsync(Schedule schedule, HashSet<CallName> without)
        {
            var outcome = await ScheduleRun.RunAsync(weChat, schedule, without, sabotage);
            var isSame = outcome.Violations.Any(v => found.Violations.Any(f => f.Rule == v.Rule));
            if (isSame)
                best = outcome;
            return isSame;
        }
    }
}
