using System.Text.Json;

namespace WeCommerce.Simulator.Shipping;

/// <summary>Something that the shop sent to a shopper through WeChat, as it sent it.</summary>
internal sealed record OutboxItem(
    DateTimeOffset At,
    string Kind,
    string AppId,
    string? OpenId,
    IReadOnlyList<string> TransactionIds,
    JsonElement Body);

/// <summary>What the shop sent through WeChat and WeChat took, in order.</summary>
internal sealed class Outbox(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<OutboxItem> _items = [];

    public event EventHandler? Changed;

    public IReadOnlyList<OutboxItem> All
    {
        get
        {
            lock (_gate)
                return [.. _items];
        }
    }

    public void Add(string kind, string appId, string? openId, IReadOnlyList<string> transactionIds, JsonElement body)
    {
        lock (_gate)
            _items.Add(new(time.GetUtcNow(), kind, appId, openId, transactionIds, body));
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Load(IEnumerable<OutboxItem> saved)
    {
        lock (_gate)
            _items.AddRange(saved);
    }

    public void Clear()
    {
        lock (_gate)
            _items.Clear();
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
