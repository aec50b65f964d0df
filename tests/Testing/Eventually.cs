namespace WeCommerce.Testing;

/// <summary>Waits for something that another thread or process brings about, looking again and again; fails with what was last seen.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
        }
    }

    public static Task IsAsync(Func<Task<bool>> look, string what) => SeeAsync(look, static good => good, what);
}
