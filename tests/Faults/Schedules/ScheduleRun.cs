using WeCommerce.Checker;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Schedules;

/// <summary>What became of a schedule.</summary>
internal sealed record Outcome(Schedule Schedule, IReadOnlyList<Violation> Violations, IReadOnlyList<(CallName Call, Trouble Trouble)> Troubles, IReadOnlyList<OrderSeen> Orders, IReadOnlyList<GroupSeen> Groups)
{
    public bool IsSound => Violations.Count == 0;

    public override string ToString() => string.Join('\n',
    [
        $"seed {Schedule.Seed}", .. Schedule.Commands.Select(c => $"  {c}"), .. Troubles.Select(t => $"  {t.Trouble}: {t.Call}"), .. Violations.Select(v => $"  ! {v}"),
    ]);
}

/// <summary>Runs one schedule in a fresh world, looks at everything after each command, and brings the world to rest.</summary>
internal sealed class ScheduleRun
{
    private static readonly string[] Kinds = ["RefundOnly", "ReturnAndRefund", "Exchange"];
    private static readonly string[] Reasons = ["NoLongerWanted", "Quality", "Damaged", "Other"];
    private static readonly string[] RefundOutcomes = ["Success", "Success", "Closed", "Abnormal", "NotEnough"];
    private static readonly int[] Minutes = [1, 1, 1, 2, 2, 6, 16, 31, 45, 24 * 60, 3 * 24 * 60, 8 * 24 * 60];

    private readonly Play _play;
    private readonly Dictionary<string, (Who Who, (string Sku, int Quantity)[] Lines)> _asked = new(StringComparer.Ordinal);

    private ScheduleRun(Play play) => _play = play;

    /// <param name="weChat">A WeChat that no other world is using.</param>
    /// <param name="schedule">What happens.</param>
    /// <param name="spared">Calls that nothing may befall.</param>
    /// <param name="sabotage">Breaks the world on purpose, to see that it is noticed.</param>
    public static async Task<Outcome> RunAsync(PlayedWeChat weChat, Schedule schedule, IEnumerable<CallName>? spared = null, Action<ShopWorld>? sabotage = null)
    {
        var plan = new RandomPlan(schedule.Seed);
        plan.Spared.UnionWith(spared ?? []);
        var world = await ShopWorld.MakeAsync(weChat, plan, schedule.Seed);
        sabotage?.Invoke(world);
        try
        {
            var run = new ScheduleRun(await Play.BeginAsync(world, Scenery.All));
            var found = await run.PlayAsync(schedule.Commands);
            if (found.Count == 0)
                found = await run._play.EndAsync();
            return new Outcome(schedule, found, plan.Made, world.Look().Orders, world.Look().Groups);
        }
        catch (Exception e)
        {
            return new Outcome(schedule, [new Violation("the world goes on", $"{e}")], plan.Made, [], []);
        }
        finally
        {
            world.End();
        }
    }

    private async Task<IReadOnlyList<Violation>> PlayAsync(IReadOnlyList<Command> commands)
    {
        var before = _play.World.Look();
        foreach (var command in commands)
        {
            await DoAsync(command, before);
            var after = _play.World.Look();
            IReadOnlyList<Violation> found =
                [.. new ShopChecker { Now = _play.World.Time.GetUtcNow() }.Check(after), .. ShopChecker.CheckStep(before, after)];
            if (found.Count > 0)
                return [.. found.Select(v => v with { Evidence = $"{v.Evidence} (after {command})" })];
            before = after;
        }
        return [];
    }

    private Task DoAsync(Command command, Store store)
    {
        var (name, a, b, c) = ($"c{command.Id}", command.A, command.B, command.C);
        var orders = Play.InOrder(store);
        return command.Kind switch
        {
            CommandKind.Visit => _play.VisitAsync(name, _play.Shoppers[a % _play.Shoppers.Count]),
            CommandKind.LogIn => _play.LogInAsync(name, _play.Shoppers[a % _play.Shoppers.Count].OpenId),
            CommandKind.Place => PlaceAsync(name, command),
            CommandKind.PlaceAtOnce => _play.PlaceAtOnceAsync(name, Enumerable.Range(0, 2 + (a % 3)).Select(n =>
                (_play.Shoppers[(a + n) % _play.Shoppers.Count], $"{name}-{(b % 2 == 0 ? n : n / 2)}", new[] { (c % 2 == 0 ? Play.Tea : Play.Cup, 1) }))),
            CommandKind.OpenGroup => _play.PlaceInGroupAsync(name, _play.Shoppers[a % _play.Shoppers.Count], $"k{command.Id:000}", c % 2 == 0 ? Play.Pair : Play.Ladder),
            CommandKind.JoinGroup => With(Pick(store.Groups, a, g => g.Stage == "InProgress"), g => JoinAsync(name, command, g)),
            CommandKind.JoinGroupAtOnce => With(Pick(store.Groups, a, g => g.Stage == "InProgress"), g => _play.JoinAtOnceAsync(name, _play.Shoppers, Play.ActivityOf(g), g.GroupId)),
            CommandKind.BuyInFlashSale => _play.PlaceInFlashSaleAsync(name, _play.Shoppers[a % _play.Shoppers.Count], $"k{command.Id:000}", 1 + (b % 3)),
            CommandKind.FlashRush => _play.RushAsync(name, _play.Shoppers, 1 + (b % 2)),
            CommandKind.ChangeFlashSale => _play.PutFlashSaleAsync(name, Play.Noon, 2 + (b % 6)),
            CommandKind.CountStock => _play.AddStockAsync(name, b % 2 == 0 ? Play.Cup : Play.Pot, c % 3 == 0 ? 3 : -2, name),
            CommandKind.AskForPayment => With(Pick(orders, a, o => o.Status == "PendingPayment"), o => _play.AskForPaymentAsync(name, o)),
            CommandKind.Pay => With(Pick(orders, a, o => o.Status == "PendingPayment"), o => _play.PayAsync(o, isSilent: b % 4 == 0)),
            CommandKind.PayOtherwise => With(Pick(orders, a, o => o.ExchangeOf is null),
                o => _play.PayOtherwiseAsync(o, 50 + (command.Id % 49), o.TotalFen + (o.Status == "PendingPayment" ? 1 : b % 2))),
            CommandKind.GoOn => With(Pick(orders, a, o => o is { IsCancelled: false } and not { Status: "Closed" }), o => GoOnAsync(name, command, o)),
            CommandKind.CancelOrder => With(Pick(orders, a, o => o.Status == "PendingPayment"), o => _play.CancelAsync(name, o)),
            CommandKind.Ship => With(Pick(orders, a, o => o.Status == "AwaitingShipment"), o => _play.ShipAsync(name, o, $"P{(c % 6 == 0 ? 0 : command.Id)}", b % 3 == 0 ? 1 : null)),
            CommandKind.ReceiveOrder => With(Pick(orders, a, o => o.Status == "AwaitingReceipt"), o => _play.ReceiveAsync(name, o)),
            CommandKind.RequestAfterSale => With(Pick(orders, a, o => o.IsSettled), o => _play.RequestAfterSaleAsync(
                name, o, $"a{(c % 7 == 0 ? 0 : command.Id)}", Kinds[(b + o.Parcels.Count) % (o.Parcels.Count == 0 ? 1 : 3)], Reasons[c % 4], b % 2 == 0 ? 1 : null)),
            CommandKind.Approve => WithCase(orders, a, "Requested", (_, s) => _play.ApproveAsync(name, s)),
            CommandKind.Reject => WithCase(orders, a, b % 2 == 0 ? "Requested" : "AwaitingInspection", (_, s) => s.Stage is "Requested" or "AwaitingInspection" ? _play.RejectAsync(name, s) : Task.CompletedTask),
            CommandKind.SendBack => WithCase(orders, a, "AwaitingReturn", (o, s) => _play.SendBackAsync(name, o, s)),
            CommandKind.Inspect => WithCase(orders, a, "AwaitingInspection", (_, s) => _play.InspectAsync(name, s, restock: b % 3 != 0)),
            CommandKind.Withdraw => WithCase(orders, a, "AwaitingReturn", (o, s) => s.IsLive ? _play.WithdrawAsync(name, o, s) : Task.CompletedTask),
            CommandKind.RetryRefund => With(Pick([.. orders.SelectMany(o => o.Refunds)], a, r => r.Stage is "Abnormal" or "Closed"), r => _play.RetryRefundAsync(name, r.RefundId)),
            CommandKind.AddStock => _play.AddStockAsync(name, b % 2 == 0 ? Play.Tea : Play.Cup, 1 + (c % 2), name),
            CommandKind.ClaimCoupon => _play.ClaimAsync(name, _play.Shoppers[a % _play.Shoppers.Count], $"c{(c % 4 == 0 ? 0 : command.Id)}"),
            CommandKind.PlaceWithCoupon => PlaceWithCouponAsync(name, command, store),
            CommandKind.Preview => _play.PreviewAsync(name, _play.Shoppers[a % _play.Shoppers.Count], null, (Play.Tea, 1 + (b % 3))),
            CommandKind.WeChatRefundsSo => BehaveAsync(RefundOutcomes[a % RefundOutcomes.Length]),
            CommandKind.OldNotify => _play.Host.OldLetters is { Count: > 0 } old
                ? _play.World.AskAsync(name, old[a % old.Count].Ask, _ => old[a % old.Count].Promise())
                : Task.CompletedTask,
            CommandKind.Step => StepAsync(1 + (a % 4)),
            CommandKind.PassTime => _play.Host.PassAsync(TimeSpan.FromMinutes(Minutes[a % Minutes.Length])),
            CommandKind.Release => _play.World.ReleaseAsync(a),
            CommandKind.Crash => CrashAsync(a),
            _ => throw new InvalidOperationException($"Nobody does {command.Kind}."),
        };
    }

    private async Task GoOnAsync(string name, Command command, OrderSeen order)
    {
        var (b, c) = (command.B, command.C);
        var sale = order.Cases.FirstOrDefault(s => s.Stage is "Requested" or "AwaitingReturn" or "AwaitingInspection");
        await ((order.Status, sale?.Stage) switch
        {
            ("PendingPayment", _) => _play.PayAsync(order),
            ("AwaitingGroup", _) => With(_play.World.Look().Groups.FirstOrDefault(g => g.GroupId == order.GroupBuy?.GroupId), g => JoinAsync(name, command, g)),
            (_, "Requested") => _play.ApproveAsync(name, sale!),
            (_, "AwaitingReturn") => _play.SendBackAsync(name, order, sale!),
            (_, "AwaitingInspection") => _play.InspectAsync(name, sale!, restock: b % 3 != 0),
            ("AwaitingShipment", _) when b % 4 == 0 => _play.RequestAfterSaleAsync(name, order, $"a{command.Id}", "RefundOnly", Reasons[c % 4], c % 2 == 0 ? 1 : null),
            ("AwaitingShipment", _) => _play.ShipAsync(name, order, $"P{command.Id}", b % 4 == 1 ? 1 : null),
            ("AwaitingReceipt", _) when b % 5 == 0 => _play.ReceiveAsync(name, order),
            _ => _play.RequestAfterSaleAsync(name, order, $"a{command.Id}", Kinds[b % 3], Reasons[c % 4], c % 2 == 0 ? 1 : null),
        });
        await StepAsync(c % 3);
    }

    // Somebody who does not sit there yet joins, and pays more often than not.
    private async Task JoinAsync(string name, Command command, GroupSeen group)
    {
        var free = _play.Shoppers.Where(s => group.Seats.All(x => x.MemberId != s.MemberId)).DefaultIfEmpty(_play.Shoppers[0]).ToList();
        var reply = await _play.PlaceInGroupAsync(name, free[command.B % free.Count], $"k{command.Id:000}", Play.ActivityOf(group), group.GroupId);
        if (reply?.IsGood == true && command.C % 4 != 0 && _play.World.Look().OrdersById.TryGetValue($"{reply.Json["order"]?["orderId"]}", out var order))
            await _play.PayAsync(order, isSilent: command.C % 8 == 1);
    }

    // The same key now and then, with the same body: a client that repeats.
    private Task<Reply?> PlaceAsync(string name, Command command)
    {
        if (command.C % 5 == 0 && _asked.Count > 0)
        {
            var (key, (who, lines)) = _asked.OrderBy(k => k.Key, StringComparer.Ordinal).ElementAt(command.A % _asked.Count);
            return _play.PlaceAsync(name, who, key, lines);
        }
        var shopper = _play.Shoppers[command.A % _play.Shoppers.Count];
        (string, int)[] wanted = (command.B % 4) switch
        {
            0 => [(Play.Tea, 1)],
            1 => [(Play.Cup, 1)],
            2 => [(Play.Tea, 2)],
            _ => [(Play.Tea, 1), (Play.Cup, 1 + (command.C % 2))],
        };
        _asked[$"k{command.Id:000}"] = (shopper, wanted);
        return _play.PlaceAsync(name, shopper, $"k{command.Id:000}", wanted);
    }

    // Mostly its owner's own coupon; the same one in many carts, and now and then a cart that is repeated.
    private Task<Reply?> PlaceWithCouponAsync(string name, Command command, Store store)
    {
        if (_play.Coupons(store) is not { Count: > 0 } coupons)
            return _play.ClaimAsync(name, _play.Shoppers[command.A % _play.Shoppers.Count], $"c{command.Id}");

        var (owner, coupon) = coupons[command.A % coupons.Count];
        var who = command.B % 8 == 0 ? _play.Shoppers[command.B % _play.Shoppers.Count] : owner;
        (string, int)[] lines = command.C % 2 == 0 ? [(Play.Tea, 1)] : [(Play.Tea, 1), (Play.Cup, 1)];
        return _play.PlaceWithAsync(name, who, $"d{(command.C % 5 == 0 ? command.C % 2 : command.Id):000}", coupon, lines);
    }

    private Task BehaveAsync(string outcome) => _play.World.WeChat.BehaveAsync(
        new { refund = new { outcome = outcome == "NotEnough" ? "Success" : outcome, notEnough = outcome == "NotEnough" } });

    private async Task StepAsync(int steps)
    {
        for (var n = 0; n < steps; n++)
        {
            if (!await _play.Host.StepAsync() && _play.Host.NextDue() is { } next && next < _play.World.Time.GetUtcNow() + TimeSpan.FromMinutes(2))
                await _play.World.MoveToAsync(next);
        }
    }

    private Task CrashAsync(int which)
    {
        _play.World.Crash(which);
        return Task.CompletedTask;
    }

    private static Task With<T>(T? found, Func<T, Task> act)
        where T : class => found is null ? Task.CompletedTask : act(found);

    private static Task WithCase(IReadOnlyList<OrderSeen> orders, int which, string stage, Func<OrderSeen, CaseSeen, Task> act)
    {
        var all = orders.SelectMany(o => o.Cases.Select(c => (Order: o, Case: c))).ToList();
        var fitting = all.Where(x => x.Case.Stage == stage).ToList();
        var from = fitting.Count > 0 && which % 6 != 0 ? fitting : all;
        return from.Count == 0 ? Task.CompletedTask : act(from[which % from.Count].Order, from[which % from.Count].Case);
    }

    // Mostly one that it can be done to; now and then any.
    private static T? Pick<T>(IReadOnlyList<T> all, int which, Func<T, bool> fits)
        where T : class
    {
        var fitting = all.Where(fits).ToList();
        var from = fitting.Count > 0 && which % 6 != 0 ? fitting : all;
        return from.Count == 0 ? null : from[which % from.Count];
    }
}
