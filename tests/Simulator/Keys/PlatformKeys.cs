using System.Security.Cryptography;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Keys;

/// <summary>The keys that WeChat signs with, and which of them signs what.</summary>
internal sealed class PlatformKeys : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<PlatformCertificate> _certificates = [];
    private readonly Dictionary<string, SigningKey> _certificateKeys = [];
    private uint _turn;
    private uint _notifyTurn;

    public PlatformKeys(SavedKeys? saved, SimulatorOptions options)
    {
        PublicKey = new(
            options.PublicKeyId ?? saved?.PublicKeyId ?? WireIds.PublicKeyId(),
            options.PlatformPrivateKeyPem ?? saved?.PrivateKeyPem ?? NewPrivateKey());
        _time = options.Time;
        foreach (var certificate in saved?.Certificates ?? [])
            Add(certificate);
    }

    public SigningKey PublicKey { get; }

    /// <summary>All valid certificates, the newest last. The first is issued when wanted: in public-key mode nobody does.</summary>
    public IReadOnlyList<PlatformCertificate> Certificates
    {
        get
        {
            lock (_gate)
                return [.. IssuedCertificates()];
        }
    }

    public SavedKeys Saved
    {
        get
        {
            lock (_gate)
                return new(PublicKey.Serial, PublicKey.PrivateKeyPem, [.. _certificates]);
        }
    }

    /// <summary>A further certificate; the older ones stay valid and go on signing now and then, as in WeChat's own rotation.</summary>
    public PlatformCertificate Rotate()
    {
        lock (_gate)
        {
            IssuedCertificates();
            return Add(PlatformCertificate.Issue(_time.GetUtcNow()));
        }
    }

    /// <summary>The key that signs an answer; <paramref name="asked"/> is the request's Wechatpay-Serial.</summary>
    public SigningKey ForAnswer(KeyMode mode, string? asked)
    {
        var byPublicKey = mode == KeyMode.PublicKey ||
            (mode == KeyMode.Both && asked is not null && asked.StartsWith("PUB_KEY_ID_", StringComparison.Ordinal));
        return byPublicKey ? PublicKey : NextCertificate();
    }

    /// <summary>The key that signs a notify; during the switch the two kinds take turns.</summary>
    public SigningKey ForNotify(KeyMode mode)
    {
        var byPublicKey = mode == KeyMode.PublicKey || (mode == KeyMode.Both && Interlocked.Increment(ref _notifyTurn) % 2 == 1);
        return byPublicKey ? PublicKey : NextCertificate();
    }

    /// <summary>A sensitive field (敏感信息) that was encrypted with the key of this serial; null when it does not decrypt.</summary>
    public string? Decrypt(string? serial, string ciphertext)
    {
        if (serial is null)
            return null;
        if (serial == PublicKey.Serial)
            return PublicKey.Decrypt(ciphertext);
        lock (_gate)
            return _certificateKeys.GetValueOrDefault(serial)?.Decrypt(ciphertext);
    }

    public void Dispose()
    {
        PublicKey.Dispose();
        foreach (var key in _certificateKeys.Values)
            key.Dispose();
    }

    private SigningKey NextCertificate()
    {
        lock (_gate)
        {
            var certificates = IssuedCertificates();
            return _certificateKeys[certificates[(int)(_turn++ % certificates.Count)].SerialNo];
        }
    }

    private List<PlatformCertificate> IssuedCertificates()
    {
        if (_certificates.Count == 0)
            Add(PlatformCertificate.Issue(_time.GetUtcNow()));
        return _certificates;
    }

    private PlatformCertificate Add(PlatformCertificate certificate)
    {
        _certificates.Add(certificate);
        _certificateKeys[certificate.SerialNo] = new(certificate.SerialNo, certificate.PrivateKeyPem);
        return certificate;
    }

    private static string NewPrivateKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }
}

/// <summary>The keys as the state file holds them.</summary>
internal sealed record SavedKeys(string PublicKeyId, string PrivateKeyPem, IReadOnlyList<PlatformCertificate> Certificates);
