using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Conversations;

/// <summary>
/// Says afterwards what a push could not be answered with at once: once, however often WeChat repeats the push and however often its effect is done.
/// That it is being said is written down before WeChat is called. Who finds that written, and nobody at it any more, cannot know whether it arrived, and
/// leaves it at that.
/// </summary>
internal sealed class LaterReplies(CustomerDesk desk, OrderStatusText orders, Partitions partitions, Ids ids, TimeProvider time)
{
    /// <summary>Longer than a call to WeChat takes.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(1);

    /// <returns>False when it is to be tried again.</returns>
    public async Task<bool> SayAsync(Push push, CancellationToken cancellation)
    {
        if (push.Choice is not { IsPassive: false, Reply: var reply } || push.Sender is not { } person)
            return true;
        if (await MessageOfAsync(reply, person, cancellation) is not { } message)
            return true;

        var row = await partitions.ReadAsync(Tables.PushOf(push.PushId), KeyOf(push), cancellation);
        var (stage, at) = row is null ? (ReplyStage.Waiting, push.At) : StageOf(row);
        if (stage == ReplyStage.Sending && time.GetUtcNow() - at < UnderWay)
            return false;
        if (stage != ReplyStage.Waiting)
            return true;
        if (await WriteAsync(push, ReplyStage.Sending, row, cancellation) is not { } sending)
            return false;

        var delivery = await desk.SendAsync(person, message, cancellation);
        await WriteAsync(push, StageOf(delivery), sending, cancellation);
        return delivery != CustomerDelivery.TryAgain;
    }

    private async Task<CustomerMessage?> MessageOfAsync(Reply reply, AppIdentity person, CancellationToken cancellation) =>
        reply is Reply.OrderStatus ? new CustomerMessage.Text(await orders.TellAsync(person, cancellation)) : reply.ToMessage();

    /// <returns>The row as it is now; null when another one was first.</returns>
    private async Task<TableEntity?> WriteAsync(Push push, ReplyStage stage, TableEntity? before, CancellationToken cancellation)
    {
        var row = Rows.New(KeyOf(push));
        row["Stage"] = stage.ToString();
        row["At"] = time.GetUtcNow();
        row.ETag = before?.ETag ?? default;
        var written = await partitions.CommitAsync(new Commit(Tables.PushOf(push.PushId), Operation.Start(ids, time)).Put(row), cancellation);
        if (!written.Landed)
            return null;

        if (written.ETags is not [var etag])
            return await partitions.ReadAsync(Tables.PushOf(push.PushId), row.RowKey, cancellation);
        row.ETag = etag;
        return row;
    }

    private static ReplyStage StageOf(CustomerDelivery delivery) => delivery switch
    {
        CustomerDelivery.Sent => ReplyStage.Sent,
        CustomerDelivery.TryAgain => ReplyStage.Waiting,
        CustomerDelivery.WindowClosed => ReplyStage.WindowClosed,
        CustomerDelivery.Refused => ReplyStage.Refused,
        CustomerDelivery.Unknown => ReplyStage.Unknown,
    };

    private static (ReplyStage Stage, DateTimeOffset At) StageOf(TableEntity row) =>
        (Enum.Parse<ReplyStage>(row.GetString("Stage")), row.GetDateTimeOffset("At") ?? default);

    // Beside the push, and forgotten with it.
    private static string KeyOf(Push push) => $"{SortableInstant.Of(push.At)}!reply";

    /// <summary>How far a reply is. All but the first two are final.</summary>
    private enum ReplyStage
    {
        Waiting,
        Sending,
        Sent,
        WindowClosed,
        Refused,
        Unknown,
    }
}
