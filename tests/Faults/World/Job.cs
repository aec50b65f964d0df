using System.Collections.Concurrent;

namespace WeCommerce.Faults.World;

/// <summary>One thing that an instance does: a request, a message, a timer. It can be stopped on its way, and it can die with its instance.</summary>
internal sealed class Job(string name, Instance instance)
{
    private static readonly AsyncLocal<Job?> Running = new();

    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private TaskCompletionSource _stopped = NewSource();
    private TaskCompletionSource? _gate;

    /// <summary>By when what it holds arrives: no network keeps a request longer than its caller would wait for it. None for an answer: a process may stand still for days.</summary>
    public DateTimeOffset? MustGoOn { get; private set; }

    public static Job? Current => Running.Value;

    public string Name => name;

    public Instance Instance => instance;

    public Task Work { get; private set; } = Task.CompletedTask;

    public bool IsHeld
    {
        get
        {
            lock (_lock)
                return _gate is not null && !instance.IsDead;
        }
    }

    public bool IsOver => Work.IsCompleted;

    /// <summary>Calls made so far.</summary>
    public int Calls => _seen.Values.Sum();

    /// <summary>Starts the work; every call that follows from it bears this job's name.</summary>
    public void Start(Func<Task> work)
    {
        Running.Value = this;
        try
        {
            Work = Task.Run(work);
        }
        finally
        {
            Running.Value = null;
        }
    }

    public CallName NameOf(string call) => new(name, call, _seen.AddOrUpdate(call, 1, static (_, n) => n + 1));

    /// <summary>Stops here until <see cref="Release"/>. What a job that is over has left behind goes on: others of its instance wait for it, and nobody would let it go.</summary>
    public Task Hold(DateTimeOffset? mustGoOn = null)
    {
        lock (_lock)
        {
            if (IsOver)
                return Task.CompletedTask;
            // Several of its calls may be held behind one gate: the first that must arrive opens it.
            if (MustGoOn is null || mustGoOn < MustGoOn)
                MustGoOn = mustGoOn;
            // What was held is done before whoever opens the gate goes on, also when nobody waits for it any more.
            _gate ??= new TaskCompletionSource();
            _stopped.TrySetResult();
            return _gate.Task;
        }
    }

    public void Release()
    {
        TaskCompletionSource? gate;
        lock (_lock)
        {
            (gate, _gate, MustGoOn) = (_gate, null, null);
            _stopped = NewSource();
        }
        gate?.TrySetResult();
    }

    /// <summary>Until it is done or held, or its instance is dead.</summary>
    public async Task SettleAsync()
    {
        Task stopped;
        lock (_lock)
            stopped = _stopped.Task;
        await await Task.WhenAny(Work, stopped, instance.Death).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
