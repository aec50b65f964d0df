using Microsoft.Extensions.Time.Testing;

namespace WeCommerce.WeChat.Tests;

/// <summary>A fake clock that jumps over short waits, so that repetitions need no real time; time-outs stay where they are.</summary>
internal sealed class EagerTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < Short)
            Advance(dueTime);
        return timer;
    }
}
