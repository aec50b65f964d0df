using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Pushes;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Shipping;

/// <summary>A carrier says where a parcel is (运单轨迹更新): it stands with the parcel.</summary>
internal sealed class TakeExpressPath(OrderBook book) : IPushHandler
{
    public string Kind => "add_express_path";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        // Waybills of other systems may be pushed to the same app.
        if (!OrderId.TryParse(push.Message["OrderId"], out var id) || await book.ReadAsync(id, cancellation) is not { } order || order.AppId != push.AppId)
            return;

        var steps = push.Message.Items("Actions").Select(StepOf).OfType<TrackStep>().ToList();
        await book.MustApplyAsync(id, new OrderCommand.TrackTold(push.Message["WayBillId"], steps), cancellation);
    }

    private static TrackStep? StepOf(PushPart action) =>
        long.TryParse(action["ActionTime"], out var seconds) && seconds is > 0 and < 253402300800
            ? new TrackStep(DateTimeOffset.FromUnixTimeSeconds(seconds), action["ActionType"], action["ActionMsg"])
            : null;
}
