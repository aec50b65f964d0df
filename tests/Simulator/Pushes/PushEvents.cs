using System.Text.Json.Nodes;
using WeCommerce.Simulator.Behaviour;

namespace WeCommerce.Simulator.Pushes;

/// <summary>Events by which WeChat tells an app what became of something that it sent. Nobody waits for them.</summary>
internal sealed class PushEvents(PushConsole console, Pusher pusher, Schedule schedule, CurrentBehaviour behaviour, TimeProvider time)
{
    /// <summary>The subscription message has reached the person's phone.</summary>
    public void PushSent(string appId, string openId, string templateId, long msgId) => Push(appId, openId, "subscribe_msg_sent_event", settings =>
        PushFields.List(settings, "SubscribeMsgSentEvent",
        [
            new() { ["TemplateId"] = templateId, ["MsgID"] = msgId, ["ErrorCode"] = 0, ["ErrorStatus"] = "success" },
        ]));

    /// <summary>So has the template message.</summary>
    public void PushTemplateDone(string appId, string openId, long msgId) =>
        Push(appId, openId, "TEMPLATESENDJOBFINISH", _ => new() { ["MsgID"] = msgId, ["Status"] = "success" });

    /// <summary>An event of WeChat's own, about no person.</summary>
    public void PushOwn(string appId, string name, JsonObject fields) => Push(appId, PushFields.System, name, _ => fields);

    private void Push(string appId, string from, string name, Func<PushSettings, JsonObject> fields) =>
        schedule.After(TimeSpan.FromMilliseconds(behaviour.Now.Push.DelayMs), async ct =>
        {
            if (console.Find(appId) is { } settings)
                await pusher.PushAsync(appId, from, PushFields.Event(appId, from, name, time.GetUtcNow(), fields(settings)), ct);
        });
}
