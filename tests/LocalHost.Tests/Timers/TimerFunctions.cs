using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Tests.Timers;

internal abstract class TimerFunctions(Probe probe, TimeProvider clock)
{
    protected void Say(string name, TimerInfo timer)
    {
        var status = timer.ScheduleStatus is { } known ? $"last {At(known.Last)}, next {At(known.Next)}" : "no status";
        probe.Say($"{name}{(timer.IsPastDue ? " past due" : "")} at {At(clock.GetUtcNow().UtcDateTime)}, {status}");
    }

    private static string At(DateTime instant) => instant == default ? "never" : instant.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}

internal sealed class EveryFiveMinutes(Probe probe, TimeProvider clock) : TimerFunctions(probe, clock)
{
    [Function("Five")]
    public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => Say("Five", timer);
}

internal sealed class Configured(Probe probe, TimeProvider clock) : TimerFunctions(probe, clock)
{
    [Function("Configured")]
    public void Run([TimerTrigger("%Schedule%")] TimerInfo timer) => Say("Configured", timer);
}

internal sealed class Unmonitored(Probe probe, TimeProvider clock) : TimerFunctions(probe, clock)
{
    [Function("Short")]
    public void Short([TimerTrigger("*/20 * * * * *")] TimerInfo timer) => Say("Short", timer);

    [Function("Careless")]
    public void Careless([TimerTrigger("0 */5 * * * *", UseMonitor = false)] TimerInfo timer) => Say("Careless", timer);
}

internal sealed class AtStartup(Probe probe, TimeProvider clock) : TimerFunctions(probe, clock)
{
    [Function("Startup")]
    public void Run([TimerTrigger("0 */5 * * * *", RunOnStartup = true)] TimerInfo timer) => Say("Startup", timer);
}

internal sealed class Failing(Probe probe, TimeProvider clock) : TimerFunctions(probe, clock)
{
    [Function("Failing")]
    public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
    {
        Say("Failing", timer);
        throw new InvalidOperationException("As told.");
    }
}

internal sealed class Long(Probe probe)
{
    [Function("Long")]
    public async Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        probe.Say("begins");
        await probe.GateAsync("long", cancellation);
        probe.Say("ends");
    }
}
