namespace WeCommerce.Bench;

/// <summary>Opening groups (开团), and joining one that many join at once (参团): what an order in a group costs.</summary>
internal sealed class GroupOrders(Server shop, Options options, Report report)
{
    private const int Buyers = 100;
    private const int AtATime = 16;
    private const int MostTrips = 3;

    public async Task RunAsync()
    {
        var (opened, joined) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < options.Rounds; round++)
        {
            // Buyer 0 opens the group that all join; the place of one more is left, so that it stays open.
            await shop.OpenAsync([100_000], Buyers);
            await shop.PutGroupBuyAsync(sku: 0, people: Buyers);
            var (order, groupId, _) = await shop.OrderInGroupAsync(0, sku: 0, groupId: null);
            await shop.NotifyAsync(SignedNotify.Of(shop.Merchant, order.OutTradeNo, order.TotalFen, order.OpenId));
            await shop.DoEffectsAsync("Members");
            joined.Add(await MeasureAsync(groupId));
            opened.Add(await MeasureAsync(groupId: null));
        }

        report.Head($"Group-buys: {Buyers - 2} orders, {AtATime} at a time", "what", "req/s", "trips", "own calls");
        Row("open", opened);
        Row("join", joined);
        foreach (var (what, rounds) in ((string, List<Round>)[])[("opening", opened), ("joining", joined)])
        {
            var trips = Sample.Middle(rounds, r => r.Trips);
            report.Goal($"Group-buys: storage round trips of {what} a group", trips, $"≤ {MostTrips}", trips <= MostTrips);
        }
    }

    // What is sent together may be pulled apart on a busy machine, and what meets another at its seat tries again: the middle of all.
    private async Task<Round> MeasureAsync(string? groupId)
    {
        var trips = new int[Buyers - 2];
        var calls = shop.OwnCalls;
        var (total, _) = await Load.RunAsync(AtATime, trips.Length, async (_, n) => trips[n] = (await shop.OrderInGroupAsync(n + 1, sku: 0, groupId)).Trips);
        return new Round(trips.Length / total.TotalSeconds, Sample.Middle(trips, t => t), (double)(shop.OwnCalls - calls) / trips.Length);
    }

    private void Row(string what, List<Round> rounds) => report.Row(
        what, $"{Sample.Middle(rounds, r => r.Rate):0}", $"{Sample.Middle(rounds, r => r.Trips):0}", $"{Sample.Middle(rounds, r => r.Calls):0.00}");

    private sealed record Round(double Rate, double Trips, double Calls);
}
