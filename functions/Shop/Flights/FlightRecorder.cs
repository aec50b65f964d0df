using System.Threading.Channels;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>
/// Writes down what happens, behind the back of those it happens to: nobody waits for it, nothing fails by it, and under pressure it drops
/// what it cannot hold and says how much. What is already noted is written when the process stops in good order.
/// </summary>
/// <remarks>
/// Notifies go this way too, genuine ones as well: what one says is in the order's own commit, and its budget of 3 storage calls has no room
/// for a fourth. A crash in the second before they are written loses the record of an arrival, never what it brought.
/// </remarks>
internal sealed partial class FlightRecorder(Partitions partitions, Ids ids, TimeProvider time, ILogger<FlightRecorder> logger) : IHostedLifecycleService, IDisposable
{
    internal const int Capacity = 4096;

    private const int MostAtOnce = 500;
    private const int MostOfACommit = 20;
    private const int Tries = 3;

    private static readonly ParallelOptions CommitsAtOnce = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>What belongs together comes within moments, and is written together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(10);

    private readonly Channel<(PartitionId Partition, TableEntity Row)> _notes = Channel.CreateBounded<(PartitionId, TableEntity)>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private Task _writing = Task.CompletedTask;
    private long _dropped;

    /// <summary>What was not written, since the process started.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Notes what was done about an order. Returns at once.</summary>
    public void Note(Flight flight) => Note(Tables.FlightsOf(flight.OrderId), FlightRows.Of(flight, ids));

    /// <summary>Notes a notify that arrived. Returns at once.</summary>
    public void Note(KeptNotify notify) => Note(Tables.NotifiesOf(notify.NotifyId.Day), FlightRows.Of(notify));

    /// <summary>Counts what is left out on purpose.</summary>
    public void Drop(int count = 1) => Interlocked.Add(ref _dropped, count);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>After everything else has stopped: nobody notes anything any more.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _notes.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _writing.WaitAsync(LastMoment, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private void Note(PartitionId partition, TableEntity row)
    {
        if (!_notes.Writer.TryWrite((partition, row)))
            Drop();
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<(PartitionId Partition, TableEntity Row)>(MostAtOnce);
        var told = 0L;
        while (await _notes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await PauseAsync(Gathering);
            while (batch.Count < MostAtOnce && _notes.Reader.TryRead(out var note))
                batch.Add(note);

            told = Tell(told);
            var commits = batch.GroupBy(n => n.Partition, n => n.Row).SelectMany(g => g.Chunk(MostOfACommit).Select(rows => (Partition: g.Key, Rows: rows)));
            await Parallel.ForEachAsync(commits, CommitsAtOnce, async (c, _) => await WriteAsync(c.Partition, c.Rows));
            batch.Clear();
            told = Tell(told);
        }
    }

    private long Tell(long told)
    {
        var dropped = Dropped;
        if (dropped > told)
            LogDropped(dropped - told, dropped);
        return dropped;
    }

    private async Task WriteAsync(PartitionId partition, TableEntity[] rows)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var commit = new Commit(partition, Operation.Start(ids, time));
                foreach (var row in rows)
                    commit.Insert(row);
                // Rows that are there already are those of a try whose reply was lost.
                await partitions.CommitAsync(commit, CancellationToken.None);
                return;
            }
            catch (Exception) when (attempt < Tries)
            {
                await PauseAsync(Gathering * attempt);
            }
            catch (Exception e)
            {
                Drop(rows.Length);
                LogFailed(e, rows.Length);
                return;
            }
        }
    }

    // The machine's own clock: a matter of traffic, not of the shop's time.
    private Task PauseAsync(TimeSpan pause) => Task.Delay(pause, _stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);

    [LoggerMessage(6201, LogLevel.Warning, "The flight recorder dropped {Dropped} notes, {Total} since the start")]
    private partial void LogDropped(long dropped, long total);

    [LoggerMessage(6202, LogLevel.Warning, "The flight recorder could not write {Count} notes")]
    private partial void LogFailed(Exception e, int count);
}
