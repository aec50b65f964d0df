namespace WeCommerce.Faults.World;

/// <summary>
/// A clock that stands still until it is moved. Who sleeps on it (<c>Task.Delay</c>) wakes up at once, that much later; what is set to happen
/// at a time (the simulator's timers) happens only when the clock is moved there; time-outs happen whenever it passes them.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private List<Alarm> _alarms = [];
    private DateTimeOffset _now = Start;

    public static DateTimeOffset Start { get; } = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When something is set to happen; null when nothing is.</summary>
    public DateTimeOffset? NextAlarm
    {
        get
        {
            lock (_lock)
                return _alarms.Where(a => !a.IsTimeOut).Min(a => (DateTimeOffset?)a.Due);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Task.Delay names the task that it will complete.
        if (state is Task && dueTime >= TimeSpan.Zero)
        {
            MoveTo(GetUtcNow() + dueTime, timeOutsOnly: true);
            callback(state);
            return Alarm.Rung;
        }

        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Moves the clock, and lets happen on the way what is due.</summary>
    public void MoveTo(DateTimeOffset at) => MoveTo(at, timeOutsOnly: false);

    /// <summary>Back to the beginning; nothing of before happens any more.</summary>
    public void Reset()
    {
        lock (_lock)
            (_alarms, _now) = ([], Start);
    }

    private void MoveTo(DateTimeOffset at, bool timeOutsOnly)
    {
        while (true)
        {
            Alarm? next;
            lock (_lock)
            {
                next = _alarms.Where(a => a.Due <= at && (a.IsTimeOut || !timeOutsOnly)).MinBy(a => a.Due);
                var to = next?.Due ?? at;
                _now = to > _now ? to : _now;
                if (next is null)
                    return;
                _alarms.Remove(next);
            }
            next.Ring();
        }
    }

    private void Set(Alarm alarm, TimeSpan due)
    {
        lock (_lock)
        {
            _alarms.Remove(alarm);
            if (due < TimeSpan.Zero)
                return;
            alarm.Due = _now + due;
            _alarms.Add(alarm);
        }
    }

    private sealed class Alarm(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public static ITimer Rung { get; } = new Nothing();

        public DateTimeOffset Due { get; set; }

        public bool IsTimeOut => state is CancellationTokenSource;

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime);
            return true;
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

/// <summary>One instance's view of the clock: for a dead one no time passes any more.</summary>
internal sealed class InstanceTime(VirtualTime time, Func<bool> isDead) : TimeProvider
{
    private static readonly TimerCallback Nothing = static _ => { };

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => isDead()
        ? System.CreateTimer(Nothing, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
        : time.CreateTimer(callback, state, dueTime, period);
}
