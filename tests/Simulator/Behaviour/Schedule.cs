namespace WeCommerce.Simulator.Behaviour;

/// <summary>
/// What happens later: notifies and the ends of refunds. Delays run on the simulator's clock, divided by the clock rate,
/// and follow a change of it.
/// </summary>
internal sealed class Schedule : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CurrentBehaviour _behaviour;
    private readonly Lock _gate = new();
    private readonly HashSet<Pending> _pending = [];
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource? _settled;
    private int _running;

    public Schedule(TimeProvider time, CurrentBehaviour behaviour)
    {
        (_time, _behaviour) = (time, behaviour);
        behaviour.Changed += FollowClockRate;
    }

    /// <summary>When there is nothing under way: every started piece of work has ended or waits for its time.</summary>
    public Task SettledAsync()
    {
        lock (_gate)
            return _running == 0 ? Task.CompletedTask : (_settled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void After(TimeSpan delay, Func<CancellationToken, Task> work)
    {
        if (delay <= TimeSpan.Zero)
        {
            Start(work);
            return;
        }

        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;
            var pending = new Pending(work) { Remaining = delay, Since = _time.GetTimestamp(), Rate = _behaviour.Now.ClockRate };
            _pending.Add(pending);
            pending.Timer = _time.CreateTimer(_ => Fire(pending), state: null, delay / pending.Rate, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Forgets all that waits; what is under way goes on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var pending in _pending)
                pending.Timer?.Dispose();
            _pending.Clear();
        }
    }

    /// <summary>Breaks off what is under way and takes nothing more.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        Clear();
        await SettledAsync();
    }

    public void Dispose()
    {
        _behaviour.Changed -= FollowClockRate;
        _stopping.Dispose();
    }

    private void Fire(Pending pending)
    {
        lock (_gate)
        {
            if (!_pending.Remove(pending))
                return;
            pending.Timer?.Dispose();
        }
        Start(pending.Work);
    }

    private void Start(Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;
            _running++;
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await work(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The simulator stops; what was not sent is lost, as with a WeChat that never came.
            }
            finally
            {
                End();
            }
        });
    }

    private void End()
    {
        TaskCompletionSource? settled = null;
        lock (_gate)
        {
            if (--_running == 0)
                (settled, _settled) = (_settled, null);
        }
        settled?.SetResult();
    }

    private void FollowClockRate(object? sender, EventArgs e)
    {
        var rate = _behaviour.Now.ClockRate;
        lock (_gate)
        {
            foreach (var pending in _pending.Where(p => p.Rate != rate))
            {
                pending.Remaining -= _time.GetElapsedTime(pending.Since) * pending.Rate;
                (pending.Since, pending.Rate) = (_time.GetTimestamp(), rate);
                var left = pending.Remaining > TimeSpan.Zero ? pending.Remaining / pending.Rate : TimeSpan.Zero;
                pending.Timer?.Change(left, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Pending(Func<CancellationToken, Task> work)
    {
        public Func<CancellationToken, Task> Work { get; } = work;

        public TimeSpan Remaining { get; set; }

        public long Since { get; set; }

        public double Rate { get; set; }

        public ITimer? Timer { get; set; }
    }
}
