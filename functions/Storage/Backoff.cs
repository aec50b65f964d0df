using System.Security.Cryptography;

namespace WeCommerce.Storage;

/// <summary>One try to decide on what is stored and to write it.</summary>
/// <param name="IsFinal">False when another writer was first: what was read is out of date.</param>
public readonly record struct Attempt<T>(bool IsFinal, T Value);

/// <summary>Optimistic concurrency: decide, write, and on a conflict decide anew on what stands there.</summary>
public static class Backoff
{
    /// <summary>How often a decision is made anew on fresh rows before the caller is told to come back.</summary>
    public const int Tries = 5;

    /// <summary>Tries until an attempt is final, at most <see cref="Tries"/> times, with growing pauses.</summary>
    /// <param name="attempt">Reads, decides and commits.</param>
    /// <param name="busy">The answer when others were first every time.</param>
    /// <param name="time">The clock that the pauses go by.</param>
    /// <param name="cancellation">Ends the pauses.</param>
    public static async Task<T> DecideAsync<T>(
        Func<Task<Attempt<T>>> attempt, T busy, TimeProvider time, CancellationToken cancellation = default)
    {
        for (var n = 0; n < Tries; n++)
        {
            var outcome = await attempt();
            if (outcome.IsFinal)
                return outcome.Value;

            await WaitAsync(n, time, cancellation);
        }
        return busy;
    }

    /// <summary>10 to 20 ms, doubled each time, spread so that those who met do not meet again.</summary>
    /// <param name="attempt">0 after the first try.</param>
    /// <param name="time">The clock that the wait goes by.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task WaitAsync(int attempt, TimeProvider time, CancellationToken cancellation = default)
    {
        var floor = 10 << Math.Min(attempt, 5);
        return Task.Delay(TimeSpan.FromMilliseconds(floor + RandomNumberGenerator.GetInt32(floor)), time, cancellation);
    }
}
