using System.Security.Cryptography;

namespace WeCommerce.Storage;

/// <summary>Waits between two tries after a conflict, so that those who met do not meet again: 10 to 20 ms, doubled each time.</summary>
public static class Backoff
{
    /// <summary>How often a decision is made anew on fresh rows before the caller is told to come back.</summary>
    public const int Tries = 5;

    /// <param name="attempt">0 after the first try.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static Task WaitAsync(int attempt, CancellationToken cancellation = default)
    {
        var floor = 10 << Math.Min(attempt, 5);
        // The machine's own clock: this is a matter of traffic, not of the shop's time.
        return Task.Delay(TimeSpan.FromMilliseconds(floor + RandomNumberGenerator.GetInt32(floor)), cancellation);
    }
}
