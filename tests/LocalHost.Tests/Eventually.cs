namespace WeCommerce.LocalHost.Tests;

/// <summary>Waits for a change that can be observed, up to a limit that only a broken host reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static Task TrueAsync(Func<Task<bool>> ask, string what) => GetAsync(async () => await ask() ? "yes" : null, what);

    /// <summary>Asks again and again until there is an answer.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, string what) where T : class
    {
        using var limit = new CancellationTokenSource(Limit);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (true)
            {
                if (await ask() is { } answer)
                    return answer;

                await ticks.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"It never happened: {what}.", exception);
        }
    }

    /// <summary>Waits for something that a function or host signals.</summary>
    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task Within(this Task task) => task.WaitAsync(Limit);
}
