using System.Diagnostics.CodeAnalysis;
using Azure.Core.Pipeline;
using WeCommerce.Storage.Simulator.Queues;
using WeCommerce.Storage.Simulator.Tables;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator;

/// <summary>
/// One account of Azure Tables and Queues, in memory, behind the SDK's own transport: give a client <see cref="ConnectionString"/> and
/// <see cref="Transport"/>. Every call is atomic and, unless a fault holds it, answered at once on the caller's thread, so that who owns the clock
/// and <see cref="Faults"/> decides what happens and when. Ids, receipts and ETags are counted, not drawn: the same calls give the same answers.
/// Source of what it does: Microsoft's REST references of Table and Queue Storage; Azurite where they are silent.
/// </summary>
public sealed class StorageSimulator
{
    internal const string TableEndpoint = "http://shop.table.storage.invalid/";

    private readonly Lock _lock = new();
    private readonly TableService _tables;
    private readonly QueueService _queues;

    private readonly RemoteTables? _remote;

    /// <param name="time">The clock of Timestamps, visibility and expiry.</param>
    /// <param name="remote">Where the tables are, if not in memory.</param>
    public StorageSimulator(TimeProvider time, RemoteTables? remote = null)
    {
        _remote = remote;
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={remote?.Account ?? "shop"};AccountKey={remote?.Key ?? "bm90IGEga2V5"};"
            + $"QueueEndpoint=http://shop.queue.storage.invalid/;TableEndpoint={remote?.Endpoint ?? TableEndpoint};";
        _tables = new TableService(time, () => RowsPerPage);
        _queues = new QueueService(time, messages => PickMessage?.Invoke(messages) ?? 0);
        Transport = TransportOf("");
    }

    /// <summary>Names that resolve nowhere: a client without <see cref="Transport"/> fails at once.</summary>
    public string ConnectionString { get; }

    /// <summary>Answers requests in memory.</summary>
    public HttpPipelineTransport Transport { get; }

    /// <summary>What befalls a call; nothing when null. Asked on the caller's thread, before anything is done.</summary>
    public Func<StorageCall, Fault>? Faults { get; set; }

    /// <summary>Told of every call, before <see cref="Faults"/> is asked.</summary>
    public Action<StorageCall>? OnCall { get; set; }

    /// <summary>
    /// Picks which of a queue's visible messages is handed out next (an index); the one visible longest when null. Azure promises no order.
    /// Asked while the account is locked: it must not call back.
    /// </summary>
    public Func<IReadOnlyList<StoredMessage>, int>? PickMessage { get; set; }

    /// <summary>How many rows a query reads before it continues: 1000. Azure may also stop earlier, even with no row at all.</summary>
    public int RowsPerPage { get; set; } = 1000;

    /// <summary>A transport whose calls bear a name: which of several instances makes them.</summary>
    public HttpPipelineTransport TransportOf(string caller) => new SimulatorTransport(caller, AnswerAsync);

    /// <summary>All rows of all tables, by table, PartitionKey and RowKey.</summary>
    public IReadOnlyList<StoredRow> Rows()
    {
        if (_remote is not null)
            return _remote.Dump();
        lock (_lock)
            return _tables.Dump();
    }

    /// <summary>All rows of one table, by PartitionKey and RowKey.</summary>
    public IReadOnlyList<StoredRow> Rows(string table)
    {
        if (_remote is not null)
            return _remote.Dump(table);
        lock (_lock)
            return _tables.Dump(table);
    }

    /// <summary>All messages of all queues that have not expired, hidden ones too, by queue and age.</summary>
    public IReadOnlyList<StoredMessage> Messages()
    {
        lock (_lock)
            return _queues.Dump();
    }

    private async ValueTask<Answer> AnswerAsync(string caller, WireRequest request, CancellationToken cancellation)
    {
        var call = (IsTable(request) ? TableCall.Of(IsRemote(request) ? _remote.Plain(request) : request) : QueueCall.Of(request)) with { Caller = caller };
        OnCall?.Invoke(call);
        var fault = Faults?.Invoke(call) ?? Fault.None;
        switch (fault.Kind)
        {
            case FaultKind.FailBefore:
                throw Broken("The connection broke before the request was there.");
            case FaultKind.LoseReply:
                await DoAsync(request);
                throw Broken("The connection broke before the answer was there.");
            case FaultKind.Throttle:
                return Refuse(request, new Refusal(503, "ServerBusy", "The server is currently unable to receive requests. Please retry your request."));
            case FaultKind.Fail500:
                return Refuse(request, new Refusal(500, "InternalError", "The server encountered an internal error. Please retry the request."));
            case FaultKind.Duplicate:
                await DoAsync(request);
                return await DoAsync(request);
            case FaultKind.Hold:
                // A caller that stops waiting does not take back what it sent.
                return await DoAfterAsync(fault.Until, request).WaitAsync(cancellation);
            case FaultKind.HoldReply:
                var answer = await DoAsync(request);
                await fault.Until.WaitAsync(cancellation);
                return answer;
            default:
                return await DoAsync(request);
        }
    }

    private async Task<Answer> DoAfterAsync(Task until, WireRequest request)
    {
        await until;
        return await DoAsync(request);
    }

    private ValueTask<Answer> DoAsync(WireRequest request)
    {
        if (IsRemote(request))
            return new ValueTask<Answer>(_remote.AnswerAsync(request));

        lock (_lock)
            return ValueTask.FromResult(IsTable(request) ? _tables.Answer(request) : _queues.Answer(request));
    }

    private Answer Refuse(WireRequest request, Refusal refusal) => IsTable(request) ? TableAnswer.Of(refusal) : QueueAnswer.Of(refusal);

    private bool IsTable(WireRequest request) => IsRemote(request) || request.Uri.AbsoluteUri.StartsWith(TableEndpoint, StringComparison.Ordinal);

    [MemberNotNullWhen(true, nameof(_remote))]
    private bool IsRemote(WireRequest request) => _remote?.Has(request.Uri) == true;

    // As HttpClientTransport says it: a failure without a status.
    private static Azure.RequestFailedException Broken(string why) => new(0, why, new IOException(why));
}
