using System.Collections.Concurrent;
using System.Threading.Channels;

namespace WeCommerce.LocalHost.Tests;

/// <summary>A singleton through which functions under test tell what happened and wait for what they are told.</summary>
internal sealed class Probe
{
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = [];

    public void Say(string what) => _said.Writer.TryWrite(what);

    /// <summary>The next thing said, in order.</summary>
    public Task<string> NextAsync() => _said.Reader.ReadAsync().AsTask().Within();

    /// <summary>Everything said and not yet heard.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (_said.Reader.TryRead(out var what))
            rest.Add(what);
        return rest;
    }

    public Task GateAsync(string name, CancellationToken cancellation = default) => Gate(name).Task.WaitAsync(cancellation);

    public void Open(string name) => Gate(name).TrySetResult();

    private TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
