namespace WeCommerce.Testing;

/// <summary>Waits for something that another thread or process brings about, looking again and again; fails with what was last seen.</summary>
public static class Eventually
{
    /// <summary>On a busy machine an effect may be put off twice, by 5 and 15 seconds, and then by a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(400);

    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> good, string what)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            var seen = await look();
            if (good(seen))
                return seen;
            if (Environment.TickCount64 > until)
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}. Last seen: {seen}");
            await again.WaitForNextTickAsync();
            // Many who look all the time keep each other waiting.
            if (again.Period < MostPause)
                again.Period *= 1.25;
        }
    }

    public static Task IsAsync(Func<Task<bool>> look, string what) => SeeAsync(look, static good => good, what);
}
