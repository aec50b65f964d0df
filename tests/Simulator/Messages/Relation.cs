using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Messages;

/// <summary>How a person stands to an app: what the app may send.</summary>
internal sealed record Relation(string AppId, string OpenId)
{
    /// <summary>Whether the person follows (关注) the official account.</summary>
    public bool Follows { get; init; }

    public DateTimeOffset? FollowedAt { get; init; }

    /// <summary>The scene of the code that the person came by.</summary>
    public string FollowScene { get; init; } = "";

    /// <summary>Subscribe messages that may be sent, by template: one for each acceptance.</summary>
    public IReadOnlyDictionary<string, int> Quota { get; init; } = new Dictionary<string, int>();

    /// <summary>Until when customer-service messages may be sent.</summary>
    public DateTimeOffset WindowEndsAt { get; init; }

    public int WindowLeft { get; init; }
}

/// <summary>All relations, and the ids of template messages that were sent.</summary>
internal sealed class Relations(TimeProvider time)
{
    private static readonly TimeSpan AfterWriting = TimeSpan.FromHours(48);
    private static readonly TimeSpan AfterAnAction = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string AppId, string OpenId), Relation> _all = [];
    private readonly Dictionary<(string AppId, string ClientMsgId), long> _templates = [];
    private long _lastMsgId = 3_000_000_000_000_000_000;

    public event EventHandler? Changed;

    public IReadOnlyList<Relation> All
    {
        get
        {
            lock (_gate)
                return [.. _all.Values];
        }
    }

    public Relation Of(string appId, string openId)
    {
        lock (_gate)
            return _all.GetValueOrDefault((appId, openId)) ?? new(appId, openId);
    }

    public void Follow(string appId, string openId, string scene)
    {
        Change(appId, openId, r => (r with { Follows = true, FollowedAt = time.GetUtcNow(), FollowScene = scene }, true));
        Act(appId, openId);
    }

    public void Unfollow(string appId, string openId) => Change(appId, openId, r => (r with { Follows = false, WindowLeft = 0 }, true));

    /// <summary>The person wrote: five messages in 48 hours.</summary>
    public void Write(string appId, string openId) => Change(appId, openId, r => (r with { WindowEndsAt = time.GetUtcNow() + AfterWriting, WindowLeft = 5 }, true));

    /// <summary>The person clicked, scanned or followed: three messages in a minute, where a written message does not give more.</summary>
    public void Act(string appId, string openId) => Change(appId, openId, r =>
        (r.WindowLeft > 3 && r.WindowEndsAt > time.GetUtcNow() ? r : r with { WindowEndsAt = time.GetUtcNow() + AfterAnAction, WindowLeft = 3 }, true));

    public void Accept(string appId, string openId, string templateId) => Change(appId, openId, r => (r.WithQuota(templateId, r.QuotaOf(templateId) + 1), true));

    public void Refuse(string appId, string openId, string templateId) => Change(appId, openId, r => (r.WithQuota(templateId, 0), true));

    /// <summary>Uses up one permission; false when there is none.</summary>
    public bool Spend(string appId, string openId, string templateId) =>
        Change(appId, openId, r => r.QuotaOf(templateId) is > 0 and var left ? (r.WithQuota(templateId, left - 1), true) : (r, false));

    /// <summary>Uses up one customer-service message; null when it may be sent, else why not.</summary>
    public ApiAnswer? SpendWindow(string appId, string openId)
    {
        ApiAnswer? refused = null;
        Change(appId, openId, r =>
        {
            refused = time.GetUtcNow() >= r.WindowEndsAt ? ApiAnswer.Error(45015, "response out of time limit or subscription is canceled")
                : r.WindowLeft == 0 ? ApiAnswer.Error(45047, "out of response count limit")
                : null;
            return refused is null ? (r with { WindowLeft = r.WindowLeft - 1 }, true) : (r, false);
        });
        return refused;
    }

    public long NewMsgId()
    {
        lock (_gate)
            return ++_lastMsgId;
    }

    /// <summary>The id of a template message, the same one for the same client_msg_id; and whether it is sent now.</summary>
    public (long MsgId, bool IsNew) Template(string appId, string? clientMsgId)
    {
        lock (_gate)
        {
            if (clientMsgId is null)
                return (++_lastMsgId, true);
            if (_templates.TryGetValue((appId, clientMsgId), out var known))
                return (known, false);
            return (_templates[(appId, clientMsgId)] = ++_lastMsgId, true);
        }
    }

    public void Load(IEnumerable<Relation> saved)
    {
        lock (_gate)
        {
            foreach (var relation in saved)
                _all[(relation.AppId, relation.OpenId)] = relation;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _all.Clear();
            _templates.Clear();
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private bool Change(string appId, string openId, Func<Relation, (Relation After, bool Done)> change)
    {
        bool done;
        lock (_gate)
        {
            (var after, done) = change(_all.GetValueOrDefault((appId, openId)) ?? new(appId, openId));
            if (done)
                _all[(appId, openId)] = after;
        }
        if (done)
            Changed?.Invoke(this, EventArgs.Empty);
        return done;
    }
}

internal static class Quotas
{
    public static int QuotaOf(this Relation relation, string templateId) => relation.Quota.GetValueOrDefault(templateId);

    public static Relation WithQuota(this Relation relation, string templateId, int left) =>
        relation with { Quota = new Dictionary<string, int>(relation.Quota, StringComparer.Ordinal) { [templateId] = left } };
}
