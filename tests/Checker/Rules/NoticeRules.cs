namespace WeCommerce.Checker.Rules;

/// <summary>Notices (通知): each comes to an end, and WeChat was given as many messages as they say, none twice.</summary>
internal static class NoticeRules
{
    public static IEnumerable<Violation> Check(Store store, WeChatBooks? weChat)
    {
        var notices = store.Of("Members", "notice!").Select(r => (Row: r, State: r.Json("Notice").Text("state"))).ToList();
        foreach (var (row, state) in notices.Where(n => n.State is "Waiting" or "Sending"))
            yield return new("a notice comes to an end", $"{row} is {state}");

        if (weChat?.SubscribeMessages is not { } delivered)
            yield break;
        var (sent, unknown) = (notices.Count(n => n.State is "Sent" or "Delivered" or "NotDelivered"), notices.Count(n => n.State == "Unknown"));
        if (delivered < sent || delivered > sent + unknown)
            yield return new("a notice is one message", $"{sent} notices are sent and {unknown} may be; WeChat has {delivered} messages");
    }
}
