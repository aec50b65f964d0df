using WeCommerce.Checker;

namespace WeCommerce.Faults.World;

/// <summary>Brings a world to rest: troubles are over, operators decide what waits for them, time passes until nothing is left to be done.</summary>
internal static class Ending
{
    /// <summary>Longer than any deadline, and than WeChat's last repeat of a notify.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(40);

    public static async Task<IReadOnlyList<Violation>> EndAsync(this Play play)
    {
        var world = play.World;
        world.Plan.IsOver = true;
        await world.WeChat.BehaveAsync(new { refund = new { outcome = "Success", notEnough = false } });
        while (world.IsAnythingHeld)
            await world.ReleaseAsync(0);
        await play.AddStockAsync("end tea", Play.Tea, 50, "end-tea");
        await play.AddStockAsync("end cups", Play.Cup, 50, "end-cup");
        await play.AddStockAsync("end pots", Play.Pot, 50, "end-pot");
        await play.Host.PassAsync(TimeSpan.FromHours(3), mostSteps: 3000);
        await DecideAsync(play);
        await RestAsync(play);
        return new ShopChecker { IsQuiet = true, WeChat = await world.WeChat.BooksAsync(), Answered = world.Answered, Now = world.Time.GetUtcNow() }.Check(world.Look());
    }

    private static async Task DecideAsync(Play play)
    {
        var store = play.World.Look();
        foreach (var sale in Play.InOrder(store).SelectMany(o => o.Cases))
        {
            if (sale.Stage == "Requested")
                await play.ApproveAsync($"end {sale.RefundId}", sale);
            else if (sale.Stage == "AwaitingInspection")
                await play.InspectAsync($"end {sale.RefundId}", sale, restock: true);
        }
        foreach (var poison in store.Of("Poison"))
            await play.RetryPoisonAsync($"end {poison.RowKey}", $"{poison.Json("Message").GetProperty("id")}");
    }

    private static async Task RestAsync(Play play)
    {
        await play.Host.PassAsync(TimeSpan.FromDays(1), mostSteps: 3000);
        await play.Host.NightAsync();
        var until = play.World.Time.GetUtcNow() + Long;
        for (var steps = 0; steps < 5000; steps++)
        {
            if (await play.Host.StepAsync())
                continue;
            if (play.Host.NextDue() is not { } next || next > until)
                return;
            await play.World.MoveToAsync(next);
        }
        var messages = play.World.Storage.Messages().Select(m => $"{m.Queue} {m.Decoded}, taken {m.DequeueCount} times, due {m.VisibleAt:O}");
        var deadlines = play.World.Storage.Rows("Deadlines").Select(r => $"deadline {r.RowKey}");
        throw new InvalidOperationException($"At {play.World.Time.GetUtcNow():O} the world does not come to rest: {string.Join("; ", messages.Concat(deadlines))}");
    }
}
