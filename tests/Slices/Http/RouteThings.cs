using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop;
using WeCommerce.Shop.Flights;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Poison;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Shop.Tasks;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Slices.Coupons;
using WeCommerce.Slices.GroupBuys;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Http;

/// <summary>What paths name that has to have come a certain way before a call of them is right: ids by their names in the route.</summary>
internal static class RouteThings
{
    private static int _days;

    public static async Task<Dictionary<string, string>> PaidOrderAsync(RouteWorld world) => Order((await world.Shopper.BuyAsync(world.Sku)).OrderId);

    public static async Task<Dictionary<string, string>> SentOrderAsync(RouteWorld world)
    {
        var orderId = (await world.Shopper.BuyAsync(world.Sku)).OrderId;
        await world.Operator.ShipAsync(orderId);
        return Order(orderId);
    }

    /// <summary>An order that was sent, and a case about its goods at this point.</summary>
    public static Func<RouteWorld, Task<Dictionary<string, string>>> Case(string stage) => async world =>
    {
        var things = await SentOrderAsync(world);
        var refund = await world.Shopper.RefundAsync(things["orderId"], new { kind = stage == "Processing" ? "RefundOnly" : "ReturnAndRefund", reason = "Quality" });
        things["refundId"] = $"{refund["refundId"]}";
        if (stage is not "Requested")
            await world.Operator.DecideAsync(refund, "approve");
        if (stage is "AwaitingInspection")
            (await world.Shopper.PostAsync($"v1/orders/{things["orderId"]}/refunds/{things["refundId"]}/return", new { carrier = "SF", trackingNo = "SF1" })).Expect(200);
        return things;
    };

    /// <summary>A refund that cannot go back the way that the money came.</summary>
    public static async Task<Dictionary<string, string>> AbnormalRefundAsync(RouteWorld world)
    {
        await world.BehaveAsync(new { refund = new { outcome = "Abnormal", delayMs = 0 } });
        var things = await Case("Processing")(world);
        await world.Shopper.SeeOrderAsync(things["orderId"], o => $"{o["refunds"]![0]!["status"]}" == "Abnormal");
        await world.BehaveAsync(new { refund = new { outcome = "Success", delayMs = 1000 } });
        return things;
    }

    public static async Task<Dictionary<string, string>> ActivityAsync(RouteWorld world) =>
        new(StringComparer.Ordinal) { ["activityId"] = await world.Operator.PutActivityAsync(GroupBuySteps.Activity(world.Sku)) };

    /// <summary>A group whose leader has paid.</summary>
    public static async Task<Dictionary<string, string>> GroupAsync(RouteWorld world)
    {
        var placed = await world.Shopper.OpenGroupAsync((await ActivityAsync(world))["activityId"], world.Sku);
        return new(StringComparer.Ordinal) { ["groupId"] = await world.Shopper.PayForGroupAsync(placed) };
    }

    public static async Task<Dictionary<string, string>> TaskAsync(RouteWorld world)
    {
        var about = new Ids(TimeProvider.System).Random(13);
        var raise = new RaiseTask(TaskKind.ShippingDue, about, "订单要发货", "请发货", DateTimeOffset.UtcNow.AddHours(1));
        await PatientlyAsync(() => world.Services.GetRequiredService<OperatorTasks>().RaiseAsync(raise));
        return new(StringComparer.Ordinal) { ["taskId"] = TaskId.Of(raise.Kind, about).Value };
    }

    public static async Task<Dictionary<string, string>> PoisonAsync(RouteWorld world)
    {
        var id = PoisonId.Of(EffectRunner.Queue, DateTimeOffset.UtcNow, Guid.NewGuid().ToString());
        var message = new PoisonMessage(id, EffectRunner.Queue, new JsonObject { ["nothing"] = true }.ToJsonString(), DateTimeOffset.UtcNow);
        await PatientlyAsync(() => world.Services.GetRequiredService<PoisonBook>().FileAsync(message, default));
        return new(StringComparer.Ordinal) { ["poisonId"] = id.Value };
    }

    /// <summary>A day of the last weeks; runs for different days do not meet.</summary>
    public static Task<Dictionary<string, string>> NewDayAsync(RouteWorld world) => Task.FromResult(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["day"] = DayOf(Interlocked.Increment(ref _days)) });

    /// <summary>A day whose report has a difference that asking WeChat settles: about a refund that is on its way.</summary>
    public static async Task<Dictionary<string, string>> DifferenceAsync(RouteWorld world)
    {
        var (reports, things) = (world.Services.GetRequiredService<ReportBook>(), await Case("Processing")(world));
        var order = await world.Shopper.SeeOrderAsync(things["orderId"], o => $"{o["refunds"]![0]!["status"]}" == "Succeeded");
        var number = $"{order["refunds"]![0]!["outRefundNo"]}";
        var difference = new Difference($"Refund-{number}", DifferenceClass.Refund, null, null, number, new Fen(1), null, "说明", "处理", CanTake: true);
        var day = DateOnly.ParseExact((await NewDayAsync(world))["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var sums = new DaySums(0, Fen.Zero, 0, Fen.Zero, Fen.Zero);
        await reports.WriteDifferencesAsync(day, "1", [difference], default);
        await reports.UpdateAsync(
            new Report { Day = day, State = ReportState.Done, Run = "1", Result = new ReportResult("1", DateTimeOffset.UtcNow, 0, sums, sums, Fen.Zero, 1, []) }, default);
        return new(StringComparer.Ordinal) { ["day"] = $"{day:yyyy-MM-dd}", ["differenceId"] = difference.Id };
    }

    // Two months of them: more than there are calls in a test.
    private static string DayOf(int n) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1 - (n % 60)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A notify without a signature, kept long ago: replayed, it is refused again.</summary>
    public static async Task<Dictionary<string, string>> NotifyAsync(RouteWorld world)
    {
        var (ids, at) = (world.Services.GetRequiredService<Ids>(), DateTimeOffset.UtcNow.AddDays(-30));
        var notify = new KeptNotify(
            NotifyId.New(at, ids), at, nameof(HandlePayNotify), new Dictionary<string, string>(StringComparer.Ordinal), [], "MissingHeader", 401, "SIGN_ERROR");
        await world.Services.GetRequiredService<Partitions>().CommitAsync(
            new Commit(Tables.NotifiesOf(notify.NotifyId.Day), Operation.Start(ids, TimeProvider.System)).Insert(FlightRows.Of(notify)));
        return new(StringComparer.Ordinal) { ["notifyId"] = notify.NotifyId.Value };
    }

    /// <summary>Of coupons that nobody can use here, more than are claimed in a test, and as many for each.</summary>
    public static JsonObject OfferBody() => CouponSteps.OfferBody(DateTimeOffset.UtcNow, new { quantity = 100_000, perMember = 100, thresholdFen = 90_000_000 });

    public static async Task<Dictionary<string, string>> GrantAsync(RouteWorld world)
    {
        var offer = await world.OfferAsync();
        var grant = (await world.Operator.PostAsync($"v1/ops/coupon-offers/{offer}/grants", new { memberIds = new[] { world.Other.MemberId } }, "once")).Expect(202);
        return new(StringComparer.Ordinal) { ["offerId"] = offer, ["grantId"] = $"{grant.Json["grantId"]}" };
    }

    public static Task<Dictionary<string, string>> Account(RouteWorld world) =>
        Task.FromResult(new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = "official" });

    public static async Task<Dictionary<string, string>> MenuAsync(RouteWorld world)
    {
        (await world.Operator.PutAsync("v1/ops/menus/official", MenuBody())).Expect(200);
        return await Account(world);
    }

    public static JsonObject MenuBody() => new()
    {
        ["buttons"] = new JsonArray(new JsonObject { ["name"] = "新品", ["kind"] = "Click", ["key"] = "NEW" }),
    };

    /// <summary>An entrance, by its id and by what its code says.</summary>
    public static async Task<Dictionary<string, string>> EntranceAsync(RouteWorld world)
    {
        (await world.Operator.PutAsync("v1/ops/entrances/poster", EntranceBody())).Expect(200);
        return new(StringComparer.Ordinal) { ["entranceId"] = "poster", ["scene"] = "poster" };
    }

    public static JsonObject EntranceBody() => new() { ["kind"] = "MiniProgramCode", ["name"] = "海报" };

    public static Dictionary<string, string> Member(Shopper shopper) => new(StringComparer.Ordinal) { ["memberId"] = shopper.MemberId };

    private static Dictionary<string, string> Order(string orderId) => new(StringComparer.Ordinal) { ["orderId"] = orderId };

    // Both may be done twice; a busy machine's Azurite does not always answer in time.
    private static async Task PatientlyAsync(Func<Task> make)
    {
        try
        {
            await make();
        }
        catch (StorageUnavailableException)
        {
            await make();
        }
    }
}
