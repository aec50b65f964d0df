namespace WeCommerce.WeChat.Api;

/// <summary>An access token, shared by all instances of the app.</summary>
/// <param name="Value">Secret, up to 512 characters.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record StoredAccessToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>Prints nothing of the token.</summary>
    public override string ToString() => $"{nameof(StoredAccessToken)} until {ExpiresAt:O}";
}

/// <summary>Where the instances of the app share an access token. An outage is an exception.</summary>
public interface IAccessTokenStore
{
    /// <summary>The token saved last, or null; it may have expired.</summary>
    Task<StoredAccessToken?> ReadAsync(string appId, CancellationToken ct);

    /// <summary>True for one caller among all instances until <paramref name="duration"/> has passed.</summary>
    Task<bool> TryLeaseAsync(string appId, TimeSpan duration, CancellationToken ct);

    /// <summary>Keeps a token in place of the one before, and ends the lease if it can.</summary>
    Task SaveAsync(string appId, StoredAccessToken token, CancellationToken ct);
}
