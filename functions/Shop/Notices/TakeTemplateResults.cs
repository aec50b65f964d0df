using WeCommerce.Shop.Login;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Notices;

/// <summary>WeChat says how a template message of an official account went (TEMPLATESENDJOBFINISH).</summary>
internal sealed class TakeTemplateResults(Identities identities, NoticeBook book) : IPushHandler
{
    public string Kind => "templatesendjobfinish";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        // WeChat writes it both ways.
        var msgId = push.Message["MsgID"] is { Length: > 0 } id ? id : push.Message["MsgId"];
        if (msgId.Length > 0 && await identities.FindAsync(push.Sender, cancellation) is { } member)
            await book.DeliveredAsync(member, msgId, push.Message["Status"] == "success", cancellation);
    }
}
