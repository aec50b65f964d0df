namespace WeCommerce.Bench;

/// <summary>The shop against the floor, at the same load on the same kind of storage.</summary>
internal sealed class Races(Server shop, Server floor, Options options, Report report)
{
    private const int Settling = 128;
    private const double LeastRatio = 0.8;

    private const double RefundCalls = 3;
    private const double QueryCalls = 1;

    // Requests by clients: fixed, so that both sides fill storage alike.
    private static readonly Dictionary<int, int> Orders = new() { [1] = 300, [16] = 900, [64] = 900 };
    private static readonly Dictionary<int, int> Notifies = new() { [1] = 300, [16] = 900, [64] = 900 };
    private static readonly Dictionary<int, int> Refunds = new() { [1] = 300, [16] = 900 };
    private static readonly Dictionary<int, int> Queries = new() { [1] = 600, [16] = 1800 };

    public Task OrdersAsync() => RaceAsync("Orders", Orders, OrdersOnceAsync);

    public Task NotifiesAsync() => RaceAsync("Notifies", Notifies, NotifiesOnceAsync);

    public Task RefundsAsync() => RaceAsync("Refund requests", Refunds, RefundsOnceAsync, RefundCalls);

    public Task QueriesAsync() => RaceAsync("Order queries", Queries, QueriesOnceAsync, QueryCalls);

    /// <summary>Orders and notifies that nobody measures.</summary>
    public static async Task WarmUpAsync(Server server, int clients, int count)
    {
        var notifies = await PlaceAllAsync(server, clients, count);
        await Load.RunAsync(clients, count, (_, n) => server.NotifyAsync(notifies[n]));
    }

    private async Task RaceAsync(string what, Dictionary<int, int> counts, Func<Server, int, int, Task<Sample>> onceAsync, double? mostCalls = null)
    {
        report.Head(what, "clients", "server", "req/s", "ratio", "CPU ms/req", "p50 ms", "p99 ms", "calls/req", "own calls");
        foreach (var (clients, count) in counts)
        {
            var (shops, floors) = (new List<Sample>(), new List<Sample>());
            for (var round = 0; round < options.Rounds; round++)
            {
                // Who comes first changes: whatever the machine does over time hits both.
                (Server Server, List<Sample> Samples)[] turns = round % 2 == 0 ? [(shop, shops), (floor, floors)] : [(floor, floors), (shop, shops)];
                foreach (var (server, samples) in turns)
                {
                    await server.OpenAsync([.. Enumerable.Repeat(100_000, clients)], clients);
                    samples.Add(await onceAsync(server, clients, options.Scaled(count)));
                }
            }

            var (ours, least) = (Sample.Median(shops), Sample.Median(floors));
            var ratio = ours.Rate / least.Rate;
            Row(clients, Side.Shop, ours, $"{ratio:0.00}");
            Row(clients, Side.Floor, least, "");
            report.Goal($"{what} at {clients} clients: the shop's rate over the floor's", ratio, $"≥ {LeastRatio:0.0}", ratio >= LeastRatio);
            if (mostCalls is { } most)
                report.Goal($"{what} at {clients} clients: storage calls of its own each", ours.Own, $"≤ {most:0.0}", ours.Own <= most);
        }
    }

    private static async Task<Sample> OrdersOnceAsync(Server server, int clients, int count)
    {
        await Load.RunAsync(clients, Settling, (_, n) => PlaceAsync(server, n % clients));
        return await Sample.MeasureAsync(server, clients, count, (client, _) => PlaceAsync(server, client));
    }

    private static async Task<Sample> NotifiesOnceAsync(Server server, int clients, int count)
    {
        var notifies = await PlaceAllAsync(server, clients, count + Settling);
        await Load.RunAsync(clients, Settling, (_, n) => server.NotifyAsync(notifies[count + n]));
        return await Sample.MeasureAsync(server, clients, count, (_, n) => server.NotifyAsync(notifies[n]));
    }

    private static async Task<Sample> RefundsOnceAsync(Server server, int clients, int count)
    {
        var placed = await PlaceOnlyAsync(server, clients, count + Settling);
        await Load.RunAsync(16, placed.Length, (_, n) => server.NotifyAsync(NotifyOf(server, placed[n])));
        await Load.RunAsync(clients, Settling, (_, n) => server.RefundAsync((count + n) % clients, placed[count + n]));
        return await Sample.MeasureAsync(server, clients, count, (_, n) => server.RefundAsync(n % clients, placed[n]));
    }

    private static async Task<Sample> QueriesOnceAsync(Server server, int clients, int count)
    {
        var placed = await PlaceOnlyAsync(server, clients, clients);
        await Load.RunAsync(clients, Settling, (_, n) => server.QueryAsync(n % clients, placed[n % clients]));
        return await Sample.MeasureAsync(server, clients, count, (client, _) => server.QueryAsync(client, placed[client]));
    }

    private static async Task<SignedNotify[]> PlaceAllAsync(Server server, int buyers, int count) =>
        [.. (await PlaceOnlyAsync(server, buyers, count)).Select(p => NotifyOf(server, p))];

    private static async Task<Placed[]> PlaceOnlyAsync(Server server, int buyers, int count)
    {
        var placed = new Placed[count];
        await Load.RunAsync(16, count, async (_, n) => placed[n] = await PlaceAsync(server, n % buyers));
        return placed;
    }

    private static SignedNotify NotifyOf(Server server, Placed placed) => SignedNotify.Of(server.Merchant, placed.OutTradeNo, placed.TotalFen, placed.OpenId);

    // Buyer n buys SKU n: no two of them wait for each other.
    public static async Task<Placed> PlaceAsync(Server server, int buyer) =>
        await server.OrderAsync(buyer, buyer) ?? throw new Trouble($"{server.SkuOf(buyer)} is sold out.");

    private void Row(int clients, Side side, Sample s, string ratio) =>
        report.Row($"{clients}", $"{side}", $"{s.Rate:0}", ratio, $"{s.Cpu:0.00}", $"{s.P50:0.0}", $"{s.P99:0.0}", $"{s.Calls:0.00}", side == Side.Shop ? $"{s.Own:0.00}" : "");
}
