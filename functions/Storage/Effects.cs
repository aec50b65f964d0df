using System.Diagnostics;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.Storage;

/// <summary>Does one kind of effect. It may be called again for the same effect, and by two at once: doing it twice must be as good as once.</summary>
public interface IEffectHandler<in TEffect>
{
    /// <summary>Does the effect. An exception puts it off like <see cref="EffectOutcome.Later"/> without a time of its own.</summary>
    Task<EffectOutcome> DoAsync(TEffect effect, EffectContext context, CancellationToken cancellation);
}

/// <summary>Whose effect it is.</summary>
/// <param name="Owner">The partition whose commit recorded the effect.</param>
/// <param name="Attempt">1 at the first try.</param>
public sealed record EffectContext(PartitionId Owner, int Attempt)
{
    private readonly List<SentMessage> _wakeUps = [];

    /// <summary>Messages of commits that the handler made in <see cref="Owner"/>: the runner that is at work there does their effects, too.</summary>
    internal IReadOnlyList<SentMessage> WakeUps
    {
        get
        {
            lock (_wakeUps)
                return [.. _wakeUps];
        }
    }

    internal void Sent(SentMessage wakeUp)
    {
        lock (_wakeUps)
            _wakeUps.Add(wakeUp);
    }
}

/// <summary>What became of an effect.</summary>
public readonly record struct EffectOutcome
{
    private EffectOutcome(bool isDone, TimeSpan? after) => (IsDone, After) = (isDone, after);

    public bool IsDone { get; }

    /// <summary>When to try again; null for the growing delays that all effects share.</summary>
    public TimeSpan? After { get; }

    public static EffectOutcome Done { get; } = new(isDone: true, null);

    /// <summary>Not yet: to be tried again, for as long as it takes.</summary>
    public static EffectOutcome Later(TimeSpan? after = null) => new(isDone: false, after);
}

/// <summary>The message that wakes up who does a partition's effects. Sent before the commit, so that no commit is ever without one.</summary>
/// <param name="CommitBy">Until then the commit may still come: a message that finds nothing comes again after it.</param>
public sealed record WakeUp(string Table, string Partition, string Operation, DateTimeOffset CommitBy);

/// <summary>An effect as it stands in its partition, written by the commit that it follows from.</summary>
internal static class EffectRow
{
    public const string First = "effect!";
    public const string End = "effect\"";

    /// <summary>The kind is the type's name: renaming an effect's type orphans the rows that are under way.</summary>
    public static TableEntity Of(string operation, int n, object effect) =>
        new TableEntity { RowKey = $"{Prefix(operation)}{n:00}", ["Kind"] = effect.GetType().Name, ["Attempts"] = 0 }.WithJson("Effect", effect);

    public static string Prefix(string operation) => $"{First}{operation}!";
}

internal sealed record EffectRoute(string Kind, Func<IServiceProvider, TableEntity, EffectContext, CancellationToken, Task<EffectOutcome>> DoAsync)
{
    public static EffectRoute To<TEffect, THandler>()
        where TEffect : notnull
        where THandler : class, IEffectHandler<TEffect> =>
        new(typeof(TEffect).Name, static (services, row, context, cancellation) =>
        {
            var effect = row.ReadJson<TEffect>("Effect");
            Activity.Current?.SetCustomProperty(EffectTrace.Effect, effect);
            return services.GetRequiredService<THandler>().DoAsync(effect, context, cancellation);
        });
}
