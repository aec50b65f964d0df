using System.Collections.Concurrent;
using System.Diagnostics;
using WeCommerce.Checker;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Sequences;

/// <summary>What can reach an order about its money comes in every order, up to five of the six; paid under its own number, or under another one when it may be too late.</summary>
public sealed class SequenceTests
{
    private const int Most = 5;

    private enum Event
    {
        PayNotify,
        Duplicate,
        QueryAnswer,
        Close,
        RefundRequest,
        RefundNotify,
    }

    [Fact]
    public async Task AllOrdersOfFiveEvents_EndWell()
    {
        var watch = Stopwatch.StartNew();
        var sequences = new ConcurrentQueue<(IReadOnlyList<Event> Events, bool IsOwn)>(
            from events in Enumerable.Range(1, Most).SelectMany(n => OrdersOf([], n)) from isOwn in (bool[])[true, false] select (events, isOwn));
        var (count, bad) = (sequences.Count, new ConcurrentQueue<string>());
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            await using var weChat = await PlayedWeChat.StartAsync();
            while (sequences.TryDequeue(out var sequence))
            {
                foreach (var violation in await RunAsync(weChat, sequence.Events, sequence.IsOwn))
                    bad.Enqueue($"{string.Join(", ", sequence.Events)}{(sequence.IsOwn ? "" : " (another number)")}: {violation}");
            }
        })));
        Console.WriteLine($"{count} orders of events, {bad.Count} broken, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(bad.IsEmpty, string.Join('\n', bad.Take(20)));
    }

    private static IEnumerable<IReadOnlyList<Event>> OrdersOf(IReadOnlyList<Event> begun, int length) => begun.Count == length
        ? [begun]
        : Enum.GetValues<Event>().Except(begun).SelectMany(next => OrdersOf([.. begun, next], length));

    private static async Task<IReadOnlyList<Violation>> RunAsync(PlayedWeChat weChat, IReadOnlyList<Event> events, bool isOwn)
    {
        var world = await ShopWorld.MakeAsync(weChat, new NoTrouble(), seed: 1);
        try
        {
            var play = await Play.BeginAsync(world, Scenery.Plain, shoppers: 1);
            await play.PlaceAsync("place", play.Shoppers[0], "k1", (Play.Tea, 1));
            // Handed out before the order was paid, it may be looked at after.
            var watch = world.Storage.Messages().First(m => m.Queue == "orders-to-close").Decoded;
            var order = world.Look().Orders[0];
            await (isOwn ? play.PayAsync(order) : play.PayOtherwiseAsync(order, 77, order.TotalFen));
            var paid = await world.WeChat.NextLetterAsync() ?? throw new InvalidOperationException("WeChat says nothing of the payment.");
            paid.Answer(503);
            foreach (var (what, n) in events.Select((e, n) => (e, n)))
                await LetHappenAsync(play, what, $"{n} {what}", paid, watch);
            return await play.EndAsync();
        }
        finally
        {
            world.End();
        }
    }

    private static async Task LetHappenAsync(Play play, Event what, string name, Letter paid, string watch)
    {
        var world = play.World;
        var order = world.Look().Orders[0];
        switch (what)
        {
            case Event.PayNotify or Event.Duplicate:
                await world.AskAsync(name, paid.Ask, _ => paid.Promise());
                break;
            case Event.QueryAnswer:
                await world.DoAsync(name, i => i.HandleAsync("CloseUnpaidOrder", watch, NoData));
                break;
            case Event.Close:
                await play.CancelAsync(name, order);
                break;
            case Event.RefundRequest:
                await play.RequestAfterSaleAsync(name, order, "a1", "RefundOnly", "Quality");
                if (world.Look().Orders[0].Cases is [{ Stage: "Requested" } sale])
                    await play.ApproveAsync($"{name} approved", sale);
                break;
            case Event.RefundNotify:
                await WakeUpAsync(play, name);
                world.Time.MoveTo(world.Time.GetUtcNow().AddSeconds(1));
                while (await world.WeChat.NextLetterAsync() is { } letter)
                {
                    if (letter.IsRefund)
                        await world.AskAsync($"{name} notify", letter.Ask, _ => letter.Promise());
                    letter.Answer(letter.IsRefund ? 204 : 503);
                }
                break;
        }
        // The first look at an unpaid order is a minute after it was placed.
        if (what == Event.QueryAnswer || world.Time.GetUtcNow() < VirtualTime.Start.AddMinutes(1))
            world.Time.MoveTo(world.Time.GetUtcNow().AddSeconds(61));
        while (await world.WeChat.NextLetterAsync() is { } repeat)
            repeat.Answer(503);
    }

    private static Dictionary<string, object?> NoData => new(StringComparer.Ordinal);

    // A refund that was decided goes out.
    private static async Task WakeUpAsync(Play play, string name)
    {
        foreach (var message in play.World.Storage.Messages().Where(m => m.Queue == "effects"))
            await play.World.DoAsync($"{name} effects", i => i.HandleAsync("DoEffects", message.Decoded, NoData));
    }
}
