namespace WeCommerce.Simulator.Behaviour;

/// <summary>发货信息管理. Delays and days run on the simulator's clock and are divided by the clock rate.</summary>
internal sealed record ShippingBehaviour
{
    /// <summary>Milliseconds between the payment and the order's being there: until then 10060001.</summary>
    public int DelayMs { get; init; } = 2000;

    /// <summary>Days from complete shipping by express to automatic confirmation of receipt.</summary>
    public int ExpressConfirmDays { get; init; } = 10;

    /// <summary>The same for same-city delivery, virtual goods and self pick-up.</summary>
    public int OtherConfirmDays { get; init; } = 2;

    /// <summary>Days from confirmation to settlement.</summary>
    public int SettleDays { get; init; } = 1;

    /// <summary>What is_trade_managed answers.</summary>
    public bool Managed { get; init; } = true;

    /// <summary>What is_trade_management_confirmation_completed answers.</summary>
    public bool ConfirmationCompleted { get; init; } = true;

    /// <summary>A timer holds at most 49 days.</summary>
    public bool IsValid() => DelayMs >= 0 && Array.TrueForAll([ExpressConfirmDays, OtherConfirmDays, SettleDays], days => days is >= 0 and <= 40);
}
