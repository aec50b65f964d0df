namespace WeCommerce.Simulator.Behaviour;

/// <summary>消息推送.</summary>
internal sealed record PushBehaviour
{
    /// <summary>Milliseconds between a call and the event that tells what became of it: a message arrived, a picture was looked at.</summary>
    public int DelayMs { get; init; }
}
