using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Hosting;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;
using WeCommerce.WeChat;

namespace WeCommerce.Shop.Flights;

/// <summary>Hands on to the recorder what activities tell when they end: functions, deadlines, effects and calls to WeChat that are about an order.</summary>
internal sealed class FlightListener(FlightRecorder recorder, TimeProvider time) : IHostedService, IDisposable
{
    public const string KindTag = "flight.kind";
    public const string OutcomeTag = "flight.outcome";

    private const string Mark = "flights";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Ids = new();

    private ActivityListener? _listener;

    /// <summary>Marks a function's activity as one of this host: activities are the whole process's.</summary>
    public void Follow(Activity activity) => activity.SetCustomProperty(Mark, this);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is ShopTrace.SourceName or EffectTrace.SourceName or WeChatTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(_listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener?.Dispose();

    private void Note(Activity activity)
    {
        if (!Path(activity).Any(a => ReferenceEquals(a.GetCustomProperty(Mark), this)))
            return;

        var isWeChat = activity.Source.Name == WeChatTrace.SourceName;
        // A call to WeChat that names no order of its own is about what it is made for.
        var order = isWeChat ? Path(activity).Select(OrderOf).FirstOrDefault(static o => o is not null) : OrderOf(activity);
        if (order is not { } found)
            return;

        recorder.Note(new Flight(
            found,
            time.GetUtcNow() - activity.Duration,
            KindOf(activity),
            activity.OperationName,
            OutcomeOf(activity),
            activity.Duration,
            activity.TraceId.ToString(),
            activity.GetTagItem(WeChatTrace.RequestIdTag) as string,
            NotifyId.TryParse(activity.GetTagItem(ShopTrace.NotifyTag) as string, out var notify) ? notify : null));
    }

    private static FlightKind KindOf(Activity activity) => activity.Source.Name switch
    {
        WeChatTrace.SourceName => FlightKind.WeChat,
        EffectTrace.SourceName => FlightKind.Effect,
        _ => activity.GetTagItem(KindTag) as FlightKind? ?? FlightKind.Timer,
    };

    private static string OutcomeOf(Activity activity) =>
        activity.GetTagItem(OutcomeTag) as string
        ?? (activity.GetTagItem(EffectTrace.OutcomeTag) is string effect ? $"{effect}, attempt {activity.GetTagItem(EffectTrace.AttemptTag)}" : null)
        ?? (activity.Status == ActivityStatusCode.Error ? activity.StatusDescription ?? "Error" : "OK");

    private static OrderId? OrderOf(Activity activity) =>
        ShopTrace.OrderOf(activity) ?? (activity.GetCustomProperty(EffectTrace.Effect) is { } effect ? OrderOfEffect(effect) : null);

    // Effects name what they are about by its id, whatever the property is called.
    private static OrderId? OrderOfEffect(object effect) => Ids
        .GetOrAdd(effect.GetType(), static type => [.. type.GetProperties().Where(static p => p.PropertyType == typeof(string)
            || p.PropertyType.GetInterfaces().Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>)))])
        .Select(p => ShopTrace.OrderIn($"{p.GetValue(effect)}"))
        .FirstOrDefault(static o => o is not null);

    private static IEnumerable<Activity> Path(Activity activity)
    {
        for (var at = activity; at is not null; at = at.Parent)
            yield return at;
    }
}
