using System.IO.Compression;
using System.Security.Cryptography;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Bills;

/// <summary>Where a bill can be fetched, and the SHA-1 of what it is when unpacked.</summary>
internal sealed record BillTicket(string Token, string HashValue);

/// <summary>Bills that wait to be downloaded, 30 seconds each.</summary>
internal sealed class BillFiles(TimeProvider time, CurrentBehaviour behaviour)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Content, DateTimeOffset Until)> _files = [];

    public BillTicket Keep(byte[] bill, bool gzip)
    {
        var told = behaviour.Now.Bill;
        var now = time.GetUtcNow();
        var content = gzip ? Pack(bill) : bill;
        var token = WireIds.Nonce() + WireIds.Nonce();
        lock (_gate)
        {
            foreach (var old in _files.Where(f => now >= f.Value.Until).Select(f => f.Key).ToList())
                _files.Remove(old);
            _files[token] = (told.Truncate ? content[..(content.Length / 2)] : content, now + Life);
        }
        var hash = Convert.ToHexStringLower(SHA1.HashData(bill));
        return new(token, told.WrongHash ? Wrong(hash) : hash);
    }

    /// <summary>Null when there is none of this token, or its time is over.</summary>
    public byte[]? Find(string token)
    {
        lock (_gate)
            return _files.TryGetValue(token, out var file) && time.GetUtcNow() < file.Until ? file.Content : null;
    }

    public void Clear()
    {
        lock (_gate)
            _files.Clear();
    }

    private static byte[] Pack(byte[] bill)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bill);
        return packed.ToArray();
    }

    private static string Wrong(string hash) => (hash[0] == '0' ? '1' : '0') + hash[1..];
}
