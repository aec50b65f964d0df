using WeCommerce.Shop.Login;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Notices;

/// <summary>WeChat says how subscribe messages went (subscribe_msg_sent_event).</summary>
internal sealed class TakeSubscribeResults(Identities identities, NoticeBook book) : IPushHandler
{
    public string Kind => "subscribe_msg_sent_event";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (await identities.FindAsync(push.Sender, cancellation) is not { } member)
            return;

        foreach (var item in push.Message.Items("List"))
        {
            if (item["MsgID"] is { Length: > 0 } msgId)
                await book.DeliveredAsync(member, msgId, item["ErrorCode"] == "0", cancellation);
        }
    }
}
