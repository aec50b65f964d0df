using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Schedules;

/// <summary>Whatever happens, in whatever order, to whichever call: no rule is ever broken. WECOMMERCE_SCHEDULES and WECOMMERCE_SEED say how many and which.</summary>
public sealed class ScheduleTests
{
    private static readonly int Schedules = Setting("WECOMMERCE_SCHEDULES", 2000);
    private static readonly int FirstSeed = Setting("WECOMMERCE_SEED", 1);

    [Fact]
    public async Task RandomSchedules_BreakNoRule()
    {
        var (watch, next) = (Stopwatch.StartNew(), FirstSeed - 1);
        var seen = new Coverage();
        var bad = new ConcurrentQueue<Outcome>();
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            await using var weChat = await PlayedWeChat.StartAsync();
            while (Interlocked.Increment(ref next) is var seed && seed < FirstSeed + Schedules && bad.Count < 3)
            {
                var outcome = await ScheduleRun.RunAsync(weChat, Schedule.Of(seed));
                seen.Add(outcome);
                if (outcome.IsSound)
                    continue;
                Console.WriteLine($"Seed {seed}: {string.Join("; ", outcome.Violations)}. It is being shrunk.");
                bad.Enqueue(await Shrinking.ShrinkAsync(weChat, outcome));
            }
        })));
        Console.WriteLine($"{Math.Min(next, FirstSeed + Schedules - 1) - FirstSeed + 1} schedules from seed {FirstSeed}, {bad.Count} broken, {watch.Elapsed.TotalSeconds:0} s. {seen}");
        Assert.True(bad.IsEmpty, string.Join("\n\n", bad));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
