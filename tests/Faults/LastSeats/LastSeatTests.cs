using System.Diagnostics;
using System.Globalization;
using WeCommerce.Faults.Schedules;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.LastSeats;

/// <summary>
/// 2 to 64 people want the last seat of a group at once, at two instances, while calls fail: exactly one becomes a member, and every other is never charged
/// or made whole. WECOMMERCE_SEATS says how many rounds.
/// </summary>
public sealed class LastSeatTests
{
    private const int RoundsOfAWorld = 20;
    private const int Crowd = 64;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("WECOMMERCE_SEATS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 100;

    [Fact]
    public async Task LastSeat_HasOneWinner()
    {
        var (watch, next, played, paid) = (Stopwatch.StartNew(), -1, 0, 0);
        var worlds = Math.Max(1, Rounds / RoundsOfAWorld);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            await using var weChat = await PlayedWeChat.StartAsync();
            while (Interlocked.Increment(ref next) is var seed && seed < worlds)
            {
                var (rounds, payers) = await PlayAsync(weChat, seed + 1);
                Interlocked.Add(ref played, rounds);
                Interlocked.Add(ref paid, payers);
            }
        })));
        Console.WriteLine($"{played} last seats, {paid} paid for one, {watch.Elapsed.TotalSeconds:0} s");
        Assert.InRange(paid, 1, played + (played / 2));
    }

    private static async Task<(int Rounds, int Payers)> PlayAsync(PlayedWeChat weChat, int seed)
    {
        var (chance, payers) = (new Random(seed), 0);
        var world = await ShopWorld.MakeAsync(weChat, new RandomPlan(seed), seed);
        try
        {
            var play = await Play.BeginAsync(world, Scenery.Groups, shoppers: Crowd + 1, tea: 10_000);
            var groups = new List<string>();
            for (var round = 1; round <= RoundsOfAWorld; round++)
            {
                groups.Add(await OpenAsync(play, round));
                var crowd = play.Shoppers.Skip(1).OrderBy(_ => chance.Next()).Take(chance.Next(2, Crowd + 1)).ToList();
                await play.JoinAtOnceAsync($"rush-{round}", crowd, Play.Pair, groups[^1], instances: 2);
                payers += await PayAsync(play, groups[^1], isSilent: round % 3 == 0);
                // What is left of the crowd's calls goes on; in some rounds the group's own end comes meanwhile.
                await play.Host.PassAsync(TimeSpan.FromMinutes(round % 4 == 0 ? 65 : 1));
            }
            Assert.Empty(await play.EndAsync());
            // Complete, with the one who got the seat, or paid back; the checker has seen to everybody else's money.
            Assert.All(
                world.Look().Groups.Where(g => groups.Contains(g.GroupId, StringComparer.Ordinal)),
                g => Assert.Equal(g.Paid.Count() == 2 ? "Succeeded" : "Failed", g.Stage));
        }
        finally
        {
            world.End();
        }
        return (RoundsOfAWorld, payers);
    }

    // Nothing befalls who opens the group: the seat that is fought over is the other one.
    private static async Task<string> OpenAsync(Play play, int round)
    {
        using var calm = play.World.Calm();
        var placed = await play.PlaceInGroupAsync($"open {round}", play.Shoppers[0], $"open-{round}", Play.Pair);
        await play.PayAsync(play.World.Look().OrdersById[$"{placed!.Json["order"]!["orderId"]}"]);
        await play.Host.PassAsync(TimeSpan.FromSeconds(10));
        return $"{placed.Json["order"]!["groupBuy"]!["groupId"]}";
    }

    private static async Task<int> PayAsync(Play play, string groupId, bool isSilent)
    {
        var unpaid = play.World.Look().Orders.Where(o => o.GroupBuy?.GroupId == groupId && o.Status == "PendingPayment").ToList();
        foreach (var order in unpaid)
            await play.PayAsync(order, isSilent);
        return unpaid.Count;
    }
}
