using System.Diagnostics;

namespace WeCommerce.Bench;

/// <summary>
/// What the life of an order takes, step by step, each with all that follows from it: executions (HTTP, and one for each message of a queue) and storage
/// operations, and what Azure asks for them. The shop runs whole, with its queue triggers; WeChat tells of payments and is told of parcels.
/// </summary>
/// <remarks>
/// A message costs three operations besides what its function does: it is put (counted where that happens), received and deleted. Receiving is counted once for
/// each execution; the host's looks at empty queues, the timers and the catalogue's freshness are no order's cost, and left out.
/// </remarks>
internal sealed class LifeCost(World world, Options options, Report report)
{
    private const int AtATime = 8;
    private const int Most = 5;
    private const int Many = 10_000;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(4);
    private static readonly string[] NoOrders = ["Tables", "LocalHostTimers", "Catalog", "Platform"];

    private readonly Lock _lock = new();
    private readonly List<Step> _steps = [];
    private long _lastAt = Stopwatch.GetTimestamp();
    private Counts _counts = new(0, 0, 0, 0);

    public async Task RunAsync()
    {
        using var shop = await Server.StartAsync(world, Side.Shop, withQueues: true, NoteLine);
        // Each order has a buyer of its own, as nearly all have: what one does twice within a second would share a message.
        var buyers = options.Quick ? 16 : 48;
        await shop.PutInAsync([.. Enumerable.Repeat(100_000, buyers)], buyers);
        shop.Storage.OnCall = NoteCall;
        // The first of each kind makes tables and queues, and fetches WeChat's token.
        await LiveAsync(shop, 1);
        _steps.Clear();
        await LiveAsync(shop, buyers);
        Print(Prices.Read(world.Root));
    }

    private async Task LiveAsync(Server shop, int count)
    {
        var orders = new Placed[count];
        await StepAsync("log in (known)", count, n => shop.LogInAgainAsync(n));
        await StepAsync("place", count, async n => orders[n] = await Races.PlaceAsync(shop, n));
        await StepAsync("pay notify", count, n => world.PayAsync(orders[n]), isToldByWeChat: true);
        await StepAsync("ship, told to WeChat", count, n => shop.ShipAsync(orders[n]));
        await StepAsync("receipt", count, n => shop.ReceiveAsync(n, orders[n]));
        for (var n = 0; n < count; n++)
        {
            var order = await shop.QueryAsync(n, orders[n]);
            if (!order.Contains("\"Completed\"", StringComparison.Ordinal) || !order.Contains("发货信息已上传微信", StringComparison.Ordinal))
                throw new Trouble($"An order did not come to its end: {order}");
        }
    }

    private async Task StepAsync(string name, int count, Func<int, Task> doAsync, bool isToldByWeChat = false)
    {
        await SettleAsync();
        var (before, told) = (Now(), await world.NotifiesAsync());
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (n, _) => await doAsync(n));
        await SettleAsync();
        var http = isToldByWeChat ? await world.NotifiesAsync() - told : count;
        _steps.Add(new Step(name, ((Now() - before) with { Http = http }).Over(count)));
    }

    private async Task SettleAsync()
    {
        do
            await Task.Delay(200);
        while (Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAt)) < Quiet);
    }

    private Counts Now()
    {
        lock (_lock)
            return _counts;
    }

    // Function DoEffects succeeded (invocation …
    private void NoteLine(string line)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["Function", not "MeetDeadlines", "succeeded" or "failed", ..])
            Add(new Counts(0, 1, 0, Queues: 1));
    }

    private void NoteCall(string method, string path)
    {
        // Tables begin with a capital; a transaction names none.
        var name = path.Split('(', '/', '?')[0];
        var isQueue = char.IsAsciiLetterLower(name[0]);
        if (NoOrders.Contains(name) || (method == "GET" && (isQueue || name == "Deadlines")) || (isQueue && !path.Contains("/messages", StringComparison.Ordinal)))
            return;
        Add(isQueue ? new Counts(0, 0, 0, 1) : new Counts(0, 0, 1, 0));
    }

    private void Add(Counts counts)
    {
        Interlocked.Exchange(ref _lastAt, Stopwatch.GetTimestamp());
        lock (_lock)
            _counts += counts;
    }

    private void Print(Prices prices)
    {
        report.Head("The life of an order, each step with all that follows from it", "step", "HTTP", "from queues", "table ops", "queue ops");
        foreach (var (name, counts) in _steps)
            Row(name, counts);
        var all = _steps.Aggregate(new Counts(0, 0, 0, 0), (sum, s) => sum + s.Counts);
        Row("in all", all);

        var shipped = _steps.Where(s => s.Name is not ("log in (known)" or "receipt")).Aggregate(new Counts(0, 0, 0, 0), (sum, s) => sum + s.Counts);
        report.Head($"Price of {Many:N0} orders, {prices.Currency}, list prices of {prices.AsOf}, {prices.Region}, no free grants", "plan", "executions", "storage", "sum");
        foreach (var plan in prices.Plans)
        {
            var (executions, storage) = (plan.PriceOf(all.Executions) * Many, prices.StorageOf(all.Tables, all.Queues) * Many);
            report.Row(plan.Name, $"{executions:0.00}", $"{storage:0.00}", $"{executions + storage:0.00}");
        }
        report.Goal("Executions of a paid, shipped order (place, pay, ship, effects)", shipped.Executions, $"≤ {Most}", shipped.Executions <= Most);
    }

    private void Row(string name, Counts c) => report.Row(name, $"{c.Http:0.00}", $"{c.Messages:0.00}", $"{c.Tables:0.00}", $"{c.Queues:0.00}");

    private sealed record Step(string Name, Counts Counts);

    /// <param name="Http">Executions by HTTP.</param>
    /// <param name="Messages">Executions by messages.</param>
    private sealed record Counts(double Http, double Messages, double Tables, double Queues)
    {
        public double Executions => Http + Messages;

        public static Counts operator +(Counts a, Counts b) => new(a.Http + b.Http, a.Messages + b.Messages, a.Tables + b.Tables, a.Queues + b.Queues);

        public static Counts operator -(Counts a, Counts b) => new(a.Http - b.Http, a.Messages - b.Messages, a.Tables - b.Tables, a.Queues - b.Queues);

        public Counts Over(int count) => new(Http / count, Messages / count, Tables / count, Queues / count);
    }
}
