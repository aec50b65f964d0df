namespace WeCommerce.Testing;

/// <summary>The machine's clock, which a test can put forward. Timers run in real time.</summary>
public sealed class MovableTime : TimeProvider
{
    private long _aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);
}
