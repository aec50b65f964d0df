using System.Collections.Concurrent;
using System.Diagnostics;
using WeCommerce.Checker;
using WeCommerce.Faults.World;
using WeCommerce.Storage.Simulator;
using WeCommerce.Testing;

namespace WeCommerce.Faults.CrashPoints;

/// <summary>
/// For everything that the shop does: it dies before and after each call to storage and to WeChat, or stands still there for a while, another
/// instance goes on, and nothing is wrong. WECOMMERCE_TABLES=azurite puts the tables into Azurite; the queues, and time, stay the simulator's.
/// </summary>
public sealed class CrashPointTests
{
    private static readonly TimeSpan StandsStill = TimeSpan.FromMinutes(3);
    private static readonly bool OverAzurite = Environment.GetEnvironmentVariable("WECOMMERCE_TABLES") == "azurite";

    [Fact]
    public async Task EveryCrashPoint_LeavesNothingWrong()
    {
        var watch = Stopwatch.StartNew();
        var only = Environment.GetEnvironmentVariable("WECOMMERCE_POINTS") ?? "";
        var all = UseCase.All.Where(c => c.Name.Contains(only, StringComparison.Ordinal)).ToList();
        var cases = new ConcurrentQueue<UseCase>(all);
        var bad = new ConcurrentQueue<string>();
        var points = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            await using var weChat = await PlayedWeChat.StartAsync();
            while (cases.TryDequeue(out var useCase))
                points[useCase.Name] = await CrashEverywhereAsync(weChat, useCase, bad);
        })));
        foreach (var useCase in all)
            Console.WriteLine($"{points[useCase.Name],4} points: {useCase}");
        Console.WriteLine($"{points.Values.Sum()} points (dies before and after, stands still before and after each call), {bad.Count} broken, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(bad.IsEmpty, string.Join('\n', bad.Take(20)));
        Assert.All(points, p => Assert.True(p.Value > 0, $"{p.Key} makes no call"));
    }

    private static async Task<int> CrashEverywhereAsync(PlayedWeChat weChat, UseCase useCase, ConcurrentQueue<string> bad)
    {
        // One for each use case: it slows with what it holds.
        await using var azurite = OverAzurite ? new Azurite() : null;
        var (calls, clean) = await RunAsync(weChat, azurite, useCase, at: 0, Trouble.None, isRepeated: false);
        Report(clean, "without a crash");
        var points = 0;
        for (var at = 1; at <= calls; at++)
        {
            foreach (var trouble in (Trouble[])[Trouble.CrashBefore, Trouble.CrashAfter, Trouble.HoldRequest, Trouble.HoldReply])
            {
                // While it stands still its caller has long called again.
                var isDead = trouble is Trouble.CrashBefore or Trouble.CrashAfter;
                foreach (var isRepeated in isDead ? (bool[])[false, true] : [true])
                {
                    var (_, found) = await RunAsync(weChat, azurite, useCase, at, trouble, isRepeated);
                    Report(found, $"{trouble} {at} of {calls}{(isRepeated ? ", called again" : "")}");
                }
                points++;
            }
        }
        return points;

        void Report(IReadOnlyList<Violation> found, string where)
        {
            foreach (var violation in found)
                bad.Enqueue($"{useCase}, {where}: {violation}");
        }
    }

    private static async Task<(int Calls, IReadOnlyList<Violation> Found)> RunAsync(
        PlayedWeChat weChat, Azurite? azurite, UseCase useCase, int at, Trouble trouble, bool isRepeated)
    {
        var plan = new CrashPlan(at, trouble);
        var world = await ShopWorld.MakeAsync(weChat, plan, seed: 1, azurite is null ? null : new RemoteTables(azurite.NewAccount()));
        try
        {
            var play = await Play.BeginAsync(world, useCase.Needs);
            await useCase.Prepare(play);
            plan.IsArmed = true;
            await useCase.Act(play);
            plan.IsArmed = false;
            if (isRepeated)
                await useCase.Act(play);
            // What stands still is overtaken by all that would have followed.
            if (world.IsAnythingHeld)
                await play.Host.PassAsync(StandsStill);
            return (plan.Calls, await play.EndAsync());
        }
        catch (Exception e)
        {
            return (plan.Calls, [new Violation("the world goes on", $"{e}")]);
        }
        finally
        {
            world.End();
        }
    }
}
