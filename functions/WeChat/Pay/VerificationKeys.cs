using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>
/// WeChat's keys by serial number, the public key and the certificates side by side. An unknown serial number downloads the
/// certificates once, however many ask; old ones are renewed behind the back of whoever uses them.
/// </summary>
internal sealed partial class VerificationKeys
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(12);

    // Sooner than after a success: until the first download has worked, no answer can be believed at all.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(15);

    private readonly CertificateDownload _download;
    private readonly PayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<VerificationKeys> _logger;
    private readonly VerificationKey? _publicKey;
    private readonly Lock _gate = new();

    private volatile KeySet _set;
    private Task _refresh = Task.CompletedTask;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private bool _publicKeyOnly;

    public VerificationKeys(CertificateDownload download, IOptions<PayOptions> options, TimeProvider time, ILogger<VerificationKeys> logger)
    {
        _download = download;
        _options = options.Value;
        _time = time;
        _logger = logger;
        if (_options is { PublicKeyId: { Length: > 0 } id, PublicKeyPem: { } pem })
            _publicKey = VerificationKey.OfPublicKey(id, pem);
        _set = SetOf([], DateTimeOffset.MaxValue);
    }

    /// <summary>The key of a serial number; null when WeChat has none.</summary>
    public async ValueTask<VerificationKey?> FindAsync(string serial, CancellationToken ct)
    {
        var set = _set;
        if (set.Keys.TryGetValue(PayKeys.Comparable(serial), out var key))
        {
            if (set.StaleAt <= _time.GetUtcNow())
                _ = RefreshAsync();
            return key;
        }
        // The list of certificates never brings a public key.
        if (PayKeys.IsPublicKeyId(serial))
            return null;
        await RefreshAsync().WaitAsync(ct);
        return _set.Keys.GetValueOrDefault(PayKeys.Comparable(serial));
    }

    /// <summary>The key to encrypt with: the one WeChat is told to sign with, or the newest certificate; null when none is known.</summary>
    public async ValueTask<VerificationKey?> NewestAsync(CancellationToken ct)
    {
        if (_publicKey is not null)
            return _publicKey;
        if (_set.Keys.Count == 0)
            await RefreshAsync().WaitAsync(ct);
        return _set.Keys.Values.MaxBy(k => k.EffectiveTime);
    }

    private Task RefreshAsync()
    {
        lock (_gate)
        {
            if (!_refresh.IsCompleted)
                return _refresh;
            if (!_options.UsePlatformCertificates || _publicKeyOnly || _time.GetUtcNow() < _notBefore)
                return Task.CompletedTask;
            // Not on the caller's token: the others wait for the same download.
            return _refresh = Task.Run(DownloadAsync);
        }
    }

    private async Task DownloadAsync()
    {
        var wait = AfterFailure;
        try
        {
            using var timeout = new CancellationTokenSource(_options.Timeout, _time);
            switch (await _download.FetchAsync(timeout.Token))
            {
                case CertificateList.Some { Keys: var keys }:
                    _set = SetOf(keys, _time.GetUtcNow() + MaxAge);
                    wait = _options.CertificateRefreshInterval;
                    LogRefreshed(keys.Count);
                    break;
                case CertificateList.None:
                    _publicKeyOnly = true;
                    LogPublicKeyOnly();
                    break;
                case CertificateList.Failed { Reason: var reason }:
                    LogFailed(reason);
                    break;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            LogFailed(e.GetType().Name);
        }
        finally
        {
            lock (_gate)
                _notBefore = _time.GetUtcNow() + wait;
        }
    }

    private KeySet SetOf(IReadOnlyList<VerificationKey> certificates, DateTimeOffset staleAt)
    {
        // A serial number listed twice is one certificate.
        var keys = certificates.DistinctBy(k => PayKeys.Comparable(k.Serial), StringComparer.OrdinalIgnoreCase);
        if (_publicKey is not null)
            keys = keys.Append(_publicKey);
        return new KeySet(keys.ToFrozenDictionary(k => PayKeys.Comparable(k.Serial), StringComparer.OrdinalIgnoreCase), staleAt);
    }

    private sealed record KeySet(FrozenDictionary<string, VerificationKey> Keys, DateTimeOffset StaleAt);
}
