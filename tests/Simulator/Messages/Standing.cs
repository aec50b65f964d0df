using System.Text.Json.Serialization;
using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Messages;

/// <summary>So many customer service messages (客服消息) may still be sent before that instant.</summary>
internal sealed record Window(DateTimeOffset Until, int Sends);

/// <summary>How a person stands with an app: whether they follow it, what it may send them, and how often.</summary>
internal sealed record Standing(string AppId, string OpenId)
{
    private const int SendsOfMessage = 5;
    private const int SendsOfTouch = 3;
    private const int SendsOfEntering = 2;

    private static readonly TimeSpan LifeOfMessage = TimeSpan.FromHours(48);
    private static readonly TimeSpan LifeOfTouch = TimeSpan.FromMinutes(1);

    /// <summary>Null is no follower.</summary>
    public DateTimeOffset? FollowedAt { get; init; }

    /// <summary>Of the QR code that made the person a follower.</summary>
    public string? Scene { get; init; }

    /// <summary>How many subscription messages (订阅消息) of each template the person has accepted and not got yet.</summary>
    public IReadOnlyDictionary<string, int> Permissions { get; init; } = new Dictionary<string, int>();

    public Window? Window { get; init; }

    [JsonIgnore]
    public bool Follows => FollowedAt is not null;

    /// <summary>The pop-up's yes: one more message of the template.</summary>
    public Standing Accept(string templateId) => With(templateId, Permissions.GetValueOrDefault(templateId) + 1);

    /// <summary>Refused in the settings: all of the template's permissions are gone.</summary>
    public Standing Refuse(string templateId) => With(templateId, 0);

    /// <summary>One permission less; null when there is none.</summary>
    public Standing? Spend(string templateId) =>
        Permissions.GetValueOrDefault(templateId) is > 0 and var left ? With(templateId, left - 1) : null;

    public Standing Write(DateTimeOffset now) => Open(SendsOfMessage, now + LifeOfMessage, now);

    /// <summary>A click in the menu, following, or a scan.</summary>
    public Standing Touch(DateTimeOffset now) => Open(SendsOfTouch, now + LifeOfTouch, now);

    /// <summary>The customer service session (客服会话) of a mini-program is opened.</summary>
    public Standing Enter(DateTimeOffset now) => Open(SendsOfEntering, now + LifeOfTouch, now);

    public Standing Follow(string? scene, DateTimeOffset now) => Touch(now) with { FollowedAt = now, Scene = scene };

    public Standing Unfollow() => this with { FollowedAt = null, Scene = null, Window = null };

    /// <summary>What custom/send would take now.</summary>
    public int SendsAt(DateTimeOffset now) => Window is { } window && now < window.Until ? window.Sends : 0;

    public (Standing? After, ApiAnswer? Error) Answer(DateTimeOffset now) =>
        Window is not { } window || now >= window.Until ? (null, MessageErrors.OutOfWindow)
        : window.Sends == 0 ? (null, MessageErrors.WindowUsedUp)
        : (this with { Window = window with { Sends = window.Sends - 1 } }, null);

    // 下发条件说明: sends do not add up; what is open takes the larger number and the later end.
    private Standing Open(int sends, DateTimeOffset until, DateTimeOffset now) => this with
    {
        Window = Window is { } open && now < open.Until
            ? new(until > open.Until ? until : open.Until, Math.Max(sends, open.Sends))
            : new(until, sends),
    };

    private Standing With(string templateId, int permissions) =>
        this with { Permissions = new Dictionary<string, int>(Permissions) { [templateId] = permissions } };
}
