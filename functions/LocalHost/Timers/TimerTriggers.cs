using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.Timers;

/// <summary>Timer-triggered functions, each with a listener of its own.</summary>
internal sealed class TimerTriggers(
    FunctionCatalog catalog,
    FunctionRunner runner,
    TimerTable table,
    IConfiguration configuration,
    IOptions<LocalHostOptions> options,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime,
    ILogger<TimerListener> logger) : TriggerListeners(lifetime)
{
    private readonly List<Timer> _timers = [];

    public override void Prepare()
    {
        var now = options.Value.Clock.GetUtcNow();
        foreach (var (function, trigger) in catalog.With<TimerTriggerAttribute>())
        {
            var known = catalog.Errors.Count;
            var text = SettingNames.Expand(trigger.Schedule, configuration, function.Name, catalog.Errors);
            if (catalog.Errors.Count > known)
                continue;

            if (Schedule.TryParse(text, now, out var schedule))
                _timers.Add(new Timer(function, schedule, trigger.UseMonitor && !schedule.IsUnderAMinute(now), trigger.RunOnStartup));
            else
                catalog.Errors.Add($"Function '{function.Name}' has the schedule '{text}', which is neither cron of five or six fields nor a time span.");
        }
    }

    protected override Task ListenAsync() => Task.WhenAll(_timers.Select(timer =>
        new TimerListener(timer, runner, table, environment.ApplicationName, options.Value, logger).RunAsync(Stopping, Abandoned)));
}
