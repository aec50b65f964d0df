namespace WeCommerce.Faults.Schedules;

/// <summary>What happens to one shop, drawn from a seed.</summary>
internal sealed record Schedule(int Seed, IReadOnlyList<Command> Commands)
{
    private static readonly (CommandKind Kind, int Weight)[] Weights =
    [
        (CommandKind.LogIn, 1), (CommandKind.Visit, 2), (CommandKind.Place, 12), (CommandKind.PlaceAtOnce, 3), (CommandKind.OpenGroup, 6), (CommandKind.JoinGroup, 10), (CommandKind.JoinGroupAtOnce, 2),
        (CommandKind.BuyInFlashSale, 8), (CommandKind.FlashRush, 2), (CommandKind.ChangeFlashSale, 3), (CommandKind.CountStock, 2), (CommandKind.AskForPayment, 2), (CommandKind.Pay, 8),
        (CommandKind.PayOtherwise, 3), (CommandKind.GoOn, 44), (CommandKind.CancelOrder, 4), (CommandKind.Ship, 3), (CommandKind.ReceiveOrder, 2),
        (CommandKind.RequestAfterSale, 8), (CommandKind.Approve, 3), (CommandKind.Reject, 3), (CommandKind.SendBack, 2), (CommandKind.Inspect, 2),
        (CommandKind.Withdraw, 3), (CommandKind.RetryRefund, 3), (CommandKind.AddStock, 2), (CommandKind.WeChatRefundsSo, 5), (CommandKind.OldNotify, 3),
        (CommandKind.ClaimCoupon, 5), (CommandKind.PlaceWithCoupon, 8), (CommandKind.Preview, 1),
        (CommandKind.Step, 10), (CommandKind.PassTime, 9), (CommandKind.Release, 6), (CommandKind.Crash, 2),
    ];

    public static Schedule Of(int seed)
    {
        var chance = new Random(seed);
        var length = chance.Next(15, 41);
        return new(seed, [.. Enumerable.Range(1, length).Select(id => new Command(id, Draw(chance, id), chance.Next(1000), chance.Next(1000), chance.Next(1000)))]);
    }

    public Schedule Without(IEnumerable<Command> some) => this with { Commands = [.. Commands.Except(some)] };

    // It begins with orders: without them nothing much can happen.
    private static CommandKind Draw(Random chance, int id)
    {
        var drawn = chance.Next(Weights.Sum(w => w.Weight));
        if (id <= 2)
            return CommandKind.Place;
        foreach (var (kind, weight) in Weights)
        {
            drawn -= weight;
            if (drawn < 0)
                return kind;
        }
        return CommandKind.Step;
    }
}
