using System.Text.Json;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Notifies;

internal enum NotifyState
{
    /// <summary>Kept back to be sent out of order.</summary>
    Held,

    /// <summary>On its way, or between two attempts.</summary>
    Waiting,

    Accepted,

    /// <summary>All repeats failed.</summary>
    GivenUp,
}

/// <summary>One try to bring a notify to the merchant. A status of null means that there was no answer.</summary>
internal sealed record Delivery(int Attempt, DeliveryKind Kind, int? Status, string? Error, DateTimeOffset At);

internal enum DeliveryKind
{
    Notify,
    Duplicate,
    Probe,

    /// <summary>Lost on the way, on purpose.</summary>
    Dropped,

    /// <summary>Sent because the person who plays asked for it.</summary>
    Resend,
}

/// <summary>A notify (回调通知): its body, with id and create_time, stays the same over all attempts.</summary>
internal sealed class Notify
{
    private readonly Lock _gate = new();
    private readonly List<Delivery> _deliveries = [];

    public Notify(string url, string eventType, string originalType, string summary, object resource, SimulatorOptions options)
    {
        (Url, EventType, CreateTime) = (url, eventType, options.Time.GetUtcNow());
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = Id,
                create_time = ChinaTime.Text(CreateTime),
                resource_type = "encrypt-resource",
                event_type = eventType,
                summary,
                resource = EncryptedResource.Encrypt(options.ApiV3Key, WireJson.Bytes(resource), originalType, originalType),
            },
            WireJson.WeChat);
    }

    public string Id { get; } = WireIds.NotifyId();

    public string Url { get; }

    public string EventType { get; }

    public DateTimeOffset CreateTime { get; }

    public byte[] Body { get; }

    public string? OutTradeNo { get; init; }

    public string? OutRefundNo { get; init; }

    public NotifyState State { get; set; } = NotifyState.Waiting;

    public int Failures { get; set; }

    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (_gate)
                return [.. _deliveries];
        }
    }

    public void Add(Delivery delivery)
    {
        lock (_gate)
            _deliveries.Add(delivery);
    }
}
