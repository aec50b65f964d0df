using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Shipping;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Books;

/// <summary>Keeps users, trades, refunds, shipping information, the outbox, who may be sent what, the balance and the keys in a file: soon after a change, and on stop.</summary>
internal sealed class StateFile(
    SimulatorOptions options,
    PlatformKeys keys,
    People people,
    Trades trades,
    Shipments shipments,
    Outbox outbox,
    Relations relations,
    CurrentBehaviour behaviour) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private ITimer? _timer;
    private bool _watching;

    public static SavedState? Read(string? path)
    {
        if (path is null || !File.Exists(path))
            return null;
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<SavedState>(file, WireJson.Own);
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"statePath: {path} is not a state file of this simulator. {e.Message}", nameof(path), e);
        }
    }

    /// <summary>Follows the books from now on.</summary>
    public void Watch()
    {
        if (options.StatePath is null)
            return;
        _watching = true;
        people.Changed += Remember;
        trades.Changed += Remember;
        shipments.Changed += Remember;
        outbox.Changed += Remember;
        relations.Changed += Remember;
        behaviour.Changed += Remember;
        Remember();
    }

    private void Remember(object? sender, EventArgs e) => Remember();

    public void Remember()
    {
        if (options.StatePath is null)
            return;
        lock (_gate)
            _timer ??= options.Time.CreateTimer(_ => Write(), state: null, Soon, Timeout.InfiniteTimeSpan);
    }

    private void Write()
    {
        var path = options.StatePath!;
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
        lock (_writing)
        {
            var state = new SavedState(
                keys.Saved, people.All, trades.Snapshot(), shipments.All, outbox.All, behaviour.Now.Refund.BalanceFen, relations.All);
            var json = JsonSerializer.SerializeToUtf8Bytes(state, WireJson.Own);
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            // Replaced as a whole: a crash leaves the old file or the new one.
            var draft = path + ".new";
            using (var file = new FileStream(draft, OwnersOnly()))
                file.Write(json);
            File.Move(draft, path, overwrite: true);
        }
    }

    public void Dispose()
    {
        if (!_watching)
            return;
        people.Changed -= Remember;
        trades.Changed -= Remember;
        shipments.Changed -= Remember;
        outbox.Changed -= Remember;
        relations.Changed -= Remember;
        behaviour.Changed -= Remember;
        Write();
    }

    private static FileStreamOptions OwnersOnly()
    {
        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return file;
    }
}
