using WeCommerce.LocalHost.Functions;

namespace WeCommerce.LocalHost.Timers;

/// <summary>A timer-triggered function.</summary>
/// <param name="Function">What is run.</param>
/// <param name="Schedule">When.</param>
/// <param name="IsMonitored">Whether an occurrence missed while down is made up for.</param>
/// <param name="RunOnStartup">Whether it also runs when the process starts.</param>
internal sealed record Timer(Function Function, Schedule Schedule, bool IsMonitored, bool RunOnStartup);
