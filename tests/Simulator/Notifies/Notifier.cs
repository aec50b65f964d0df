using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Keys;

namespace WeCommerce.Simulator.Notifies;

/// <summary>Sends notifies, and repeats them on WeChat's timetable until they are accepted.</summary>
internal sealed class Notifier
{
    private readonly PlatformKeys _keys;
    private readonly CurrentBehaviour _behaviour;
    private readonly Schedule _schedule;
    private readonly NotifyPost _post;
    private readonly TimeProvider _time;
    private readonly Action<string>? _log;
    private readonly Lock _gate = new();
    private readonly List<Notify> _all = [];
    private readonly List<Notify> _held = [];

    public Notifier(PlatformKeys keys, CurrentBehaviour behaviour, Schedule schedule, NotifyPost post, SimulatorOptions options)
    {
        (_keys, _behaviour, _schedule, _post, _time, _log) = (keys, behaviour, schedule, post, options.Time, options.Log);
        behaviour.Changed += (_, _) => ReleaseHeld();
    }

    public IReadOnlyList<Notify> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    public void Post(Notify notify)
    {
        var told = _behaviour.Now.Notify;
        lock (_gate)
        {
            _all.Add(notify);
            if (told.Reorder > 0)
            {
                notify.State = NotifyState.Held;
                _held.Add(notify);
            }
        }

        if (told.Reorder > 0)
            ReleaseHeld();
        else
            _schedule.After(TimeSpan.FromMilliseconds(told.DelayMs), ct => AttemptAsync(notify, ct));
    }

    /// <summary>One more delivery, now, signed afresh; the timetable does not change, except that acceptance ends it.</summary>
    public async Task<PostAnswer> ResendAsync(Notify notify, CancellationToken ct)
    {
        var answer = await SendAsync(notify, DeliveryKind.Resend, attempt: notify.Failures + 1, signTest: false, ct);
        if (answer.Accepted)
            notify.State = NotifyState.Accepted;
        return answer;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _all.Clear();
            _held.Clear();
        }
    }

    // Last first, each after the one before it has been answered: else the receiver would see no order at all.
    private void ReleaseHeld()
    {
        var told = _behaviour.Now.Notify;
        List<Notify> released;
        lock (_gate)
        {
            if (_held.Count == 0 || _held.Count < told.Reorder)
                return;
            released = [.. Enumerable.Reverse(_held)];
            _held.Clear();
            released.ForEach(n => n.State = NotifyState.Waiting);
        }
        _schedule.After(TimeSpan.FromMilliseconds(told.DelayMs), async ct =>
        {
            foreach (var notify in released)
                await AttemptAsync(notify, ct);
        });
    }

    private async Task AttemptAsync(Notify notify, CancellationToken ct)
    {
        if (notify.State == NotifyState.Accepted)
            return;

        var told = _behaviour.Now.Notify;
        var attempt = notify.Failures + 1;
        if (await TryAsync(notify, attempt, told, ct))
        {
            notify.State = NotifyState.Accepted;
            return;
        }

        notify.Failures = attempt;
        if (notify.State == NotifyState.Accepted || IsForgotten(notify))
            return;
        if (Timetable.After(attempt) is { } wait)
            _schedule.After(wait, again => AttemptAsync(notify, again));
        else
            notify.State = NotifyState.GivenUp;
    }

    private bool IsForgotten(Notify notify)
    {
        lock (_gate)
            return !_all.Contains(notify);
    }

    private async Task<bool> TryAsync(Notify notify, int attempt, NotifyBehaviour told, CancellationToken ct)
    {
        if (attempt <= told.Drop)
        {
            notify.Add(new(attempt, DeliveryKind.Dropped, Status: null, Error: null, _time.GetUtcNow()));
            return false;
        }

        if (told.Probe && !notify.Deliveries.Any(d => d.Kind == DeliveryKind.Probe))
            await SendAsync(notify, DeliveryKind.Probe, attempt, signTest: true, ct);
        var kinds = Enumerable.Repeat(DeliveryKind.Duplicate, told.Duplicates).Prepend(DeliveryKind.Notify);
        var answers = await Task.WhenAll(kinds.Select(kind => SendAsync(notify, kind, attempt, signTest: false, ct)));
        return answers.Any(a => a.Accepted);
    }

    private async Task<PostAnswer> SendAsync(Notify notify, DeliveryKind kind, int attempt, bool signTest, CancellationToken ct)
    {
        var told = _behaviour.Now;
        var now = _time.GetUtcNow();
        var post = new SignedPost(notify.Url, notify.Body, _keys.ForNotify(told.KeyMode).Sign(now, notify.Body, signTest));
        var answer = await _post.SendAsync(told.Notify.Tamper ? post.Tampered() : post, ct);
        notify.Add(new(attempt, kind, answer.Status, answer.Error, now));
        _log?.Invoke($"{notify.EventType} ({kind}, attempt {attempt}) → {(answer.Status is { } status ? $"{status}" : answer.Error)}");
        return answer;
    }
}
