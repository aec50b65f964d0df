namespace Microsoft.Azure.Functions.Worker;

public class TimerInfo
{
    /// <summary>Null where the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>The occurrence was missed while no host ran.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>Instants in UTC.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
