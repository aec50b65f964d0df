using WeCommerce.Shop.Login;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Notices;

/// <summary>A member refuses templates in the mini-program's settings (subscribe_msg_change_event): what was permitted before is so no longer.</summary>
internal sealed class TakePermissionChanges(Identities identities, NoticeBook book) : IPushHandler
{
    public string Kind => "subscribe_msg_change_event";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        var refused = push.Message.Items("List")
            .Where(i => i["SubscribeStatusString"] == "reject")
            .Select(i => i["TemplateId"])
            .ToList();
        if (refused.Count > 0 && await identities.FindAsync(push.Sender, cancellation) is { } member)
            await book.MustChangeAllowanceAsync(member, a => refused.Aggregate(a, (left, template) => left.Revoked(template)), cancellation);
    }
}
