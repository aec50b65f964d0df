using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeCommerce.LocalHost.Functions;

namespace WeCommerce.LocalHost.Admin;

/// <summary>Functions fired by hand. They run in the background, and the host waits for them when it stops.</summary>
internal sealed class ManualInvocations(FunctionRunner runner, IOptions<LocalHostOptions> options, IHostApplicationLifetime lifetime)
    : TriggerListeners(lifetime)
{
    private readonly Lock _gate = new();
    private readonly List<Task> _running = [];

    public override void Prepare()
    {
    }

    /// <summary>Begins a run.</summary>
    /// <param name="function">A function that is not HTTP's.</param>
    /// <param name="input">The message's text or the event's JSON; a timer takes none.</param>
    /// <returns>False where the host is stopping.</returns>
    public bool TryBegin(Function function, string input)
    {
        var (value, data) = InputOf(function, input);
        lock (_gate)
        {
            if (Stopping.IsCancellationRequested)
                return false;

            _running.RemoveAll(task => task.IsCompleted);
            _running.Add(Task.Run(() => runner.RunAsync(function, value, data, Abandoned), CancellationToken.None));
            return true;
        }
    }

    protected override async Task ListenAsync()
    {
        await Task.Delay(Timeout.Infinite, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] running;
        lock (_gate)
            running = [.. _running];
        await Task.WhenAll(running);
    }

    private (object Input, IReadOnlyDictionary<string, object?> Data) InputOf(Function function, string input) => function.Trigger switch
    {
        TimerTriggerAttribute => (new TimerInfo(), LocalBindingContext.None),
        QueueTriggerAttribute => (BinaryData.FromString(input), new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = input,
            ["Id"] = Guid.CreateVersion7().ToString(),
            ["DequeueCount"] = "1",
            ["InsertionTime"] = options.Value.Clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        }),
        _ => (BinaryData.FromString(input), LocalBindingContext.None),
    };
}
