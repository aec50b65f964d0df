namespace WeCommerce.WeChat.Pay;

/// <summary>Whether bytes come from WeChat Pay, now.</summary>
internal sealed class SignatureCheck(VerificationKeys keys, TimeProvider time)
{
    /// <summary>Null when they do.</summary>
    public ValueTask<NotificationRejection?> RejectAsync(SignedHeaders signed, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        RejectAsync(signed, body, time.GetUtcNow(), ct);

    /// <summary>Null when they came from WeChat Pay at whatever time they say.</summary>
    public ValueTask<NotificationRejection?> RejectOldAsync(SignedHeaders signed, ReadOnlyMemory<byte> body, CancellationToken ct) =>
        RejectAsync(signed, body, now: null, ct);

    private async ValueTask<NotificationRejection?> RejectAsync(SignedHeaders signed, ReadOnlyMemory<byte> body, DateTimeOffset? now, CancellationToken ct)
    {
        if (signed.Inspect(now) is { } rejection)
            return rejection;
        // WeChat spells a serial the same way everywhere; the list of keys is not so strict, because tools are not.
        if (await keys.FindAsync(signed.Serial, ct) is not { } key || key.Serial != signed.Serial)
            return NotificationRejection.UnknownSerial;
        return key.Verify(signed, body.Span) ? null : NotificationRejection.BadSignature;
    }
}
