namespace WeCommerce.Shop.Conversations;

/// <summary>What opens a window for customer-service messages (客服消息下发条件).</summary>
internal enum CustomerOpening
{
    /// <summary>Somebody wrote: five messages in 48 hours.</summary>
    Written,

    /// <summary>Somebody followed, scanned a code or tapped a button of the menu: three messages in a minute.</summary>
    Touched,

    /// <summary>Somebody opened the mini-program's customer service: two messages in a minute.</summary>
    Entered,
}

/// <summary>One opening.</summary>
/// <param name="At">When it happened, as WeChat says.</param>
/// <param name="Left">How many messages are left of it.</param>
internal sealed record OpenedWindow(DateTimeOffset At, int Left);

/// <summary>
/// What an app may still say to a person. Pure. Windows do not add up: a message is taken off each that is open. Openings may come late, out of order
/// and again: none opens twice, and none after the person has gone.
/// </summary>
internal sealed record CustomerWindow
{
    private static readonly TimeSpan LifeOfWriting = TimeSpan.FromHours(48);
    private static readonly TimeSpan LifeOfATouch = TimeSpan.FromMinutes(1);

    /// <summary>The newest opening of each kind.</summary>
    public IReadOnlyDictionary<CustomerOpening, OpenedWindow> Opened { get; init; } = new Dictionary<CustomerOpening, OpenedWindow>();

    /// <summary>When the person unfollowed last: what was opened before is closed.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>How many messages may be sent now.</summary>
    public int LeftAt(DateTimeOffset now) => Opened.Where(o => IsOpen(o.Key, o.Value, now)).Select(o => o.Value.Left).Append(0).Max();

    public CustomerWindow Open(CustomerOpening opening, DateTimeOffset at) =>
        Opened.GetValueOrDefault(opening) is { } known && known.At >= at ? this : With(opening, new(at, LimitOf(opening)));

    public CustomerWindow Leave(DateTimeOffset at) => GoneAt >= at ? this : this with { GoneAt = at };

    /// <summary>One message less; the window itself when there is none.</summary>
    public CustomerWindow Spend(DateTimeOffset now) => LeftAt(now) == 0 ? this : Add(this, -1);

    /// <summary>Gives back what was spent of it for a message that WeChat did not take; what was opened since is as it is.</summary>
    public CustomerWindow GiveBack(CustomerWindow spent) => Add(spent, 1);

    /// <summary>WeChat says that it is closed: so is what was open when it was asked; what was opened since is as it is.</summary>
    public CustomerWindow Close(CustomerWindow spent) => Change(spent, static _ => 0);

    // Below nothing, too: what is given back is what was taken.
    private CustomerWindow Add(CustomerWindow spent, int count) => Change(spent, left => left + count);

    private CustomerWindow Change(CustomerWindow asOf, Func<int, int> left) => this with
    {
        Opened = Opened.ToDictionary(o => o.Key, o => asOf.Opened.GetValueOrDefault(o.Key)?.At == o.Value.At ? o.Value with { Left = left(o.Value.Left) } : o.Value),
    };

    private CustomerWindow With(CustomerOpening opening, OpenedWindow window) =>
        this with { Opened = new Dictionary<CustomerOpening, OpenedWindow>(Opened) { [opening] = window } };

    private bool IsOpen(CustomerOpening opening, OpenedWindow window, DateTimeOffset now) =>
        now < window.At + LifeOf(opening) && !(GoneAt >= window.At);

    private static int LimitOf(CustomerOpening opening) => opening switch
    {
        CustomerOpening.Written => 5,
        CustomerOpening.Touched => 3,
        CustomerOpening.Entered => 2,
    };

    private static TimeSpan LifeOf(CustomerOpening opening) => opening == CustomerOpening.Written ? LifeOfWriting : LifeOfATouch;
}
