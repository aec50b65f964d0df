using WeCommerce.Shop.Login;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Notices;

/// <summary>A member answered the pop-up of subscribe messages (subscribe_msg_popup_event): each acceptance is a permission.</summary>
internal sealed class TakePopupAnswers(Identities identities, NoticeBook book, NoticeRules rules) : IPushHandler
{
    public string Kind => "subscribe_msg_popup_event";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (push.Sender is not { } sender || await identities.FindAsync(sender, cancellation) is not { } member)
            return;

        var all = await rules.GetAsync(cancellation);
        var accepted = push.Message.Items("List")
            .Where(i => i["SubscribeStatusString"] == "accept")
            .Select(i => i["TemplateId"])
            .Where(t => all.UsesOf(push.AppId, t).Count > 0)
            .ToList();
        if (accepted.Count > 0)
            await book.MustChangeAllowanceAsync(member, a => a.Pushed(push.PushId.Value, sender, accepted), cancellation);
    }
}
