using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>下载账单: fetches a file whose answer is unsigned, and believes it by its hash.</summary>
internal sealed class BillDownload(PayTransport transport, IOptions<PayOptions> options)
{
    /// <summary>The address was too old (400 INVALID_REQUEST): ask for another.</summary>
    public const string Expired = "DOWNLOAD_URL_EXPIRED";

    private const string TrustedDomain = ".mch.weixin.qq.com";
    private const int ChunkBytes = 1 << 16;

    /// <summary>The file, its hash verified; the caller disposes it.</summary>
    public async Task<PayAnswer<BillFile>> FetchAsync(BillLink link, CancellationToken ct)
    {
        if (link.HashType != "SHA1")
            return Untrusted("HASH_TYPE", "the bill is hashed otherwise than by SHA1");
        // The request carries the merchant's signature, which is nobody else's business.
        if (!IsTrusted(link.DownloadUrl))
            return Untrusted("DOWNLOAD_URL", "the bill lies on a host that is not WeChat Pay's");
        try
        {
            using var response = await transport.OpenAsync(link.DownloadUrl, ct);
            var status = (int)response.StatusCode;
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return status == 200 ? await SpoolAsync(body, link, ct) : await ErrorAsync(status, response, body, ct);
        }
        catch (HttpRequestException e)
        {
            return new PayFailure(PayFailureKind.TryAgain, 0, "NETWORK", e.HttpRequestError.ToString(), null);
        }
        catch (IOException e)
        {
            return new PayFailure(PayFailureKind.TryAgain, 0, "TEMPORARY_FILE", e.GetType().Name, null);
        }
    }

    private static PayFailure Untrusted(string code, string message) => new(PayFailureKind.OurFault, 200, code, message, null);

    private static async Task<PayFailure> ErrorAsync(int status, HttpResponseMessage response, Stream body, CancellationToken ct)
    {
        var bytes = new byte[ChunkBytes];
        var length = await OfNetwork(body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct));
        var failure = PayErrors.Read(status, bytes.AsMemory(0, length), PayTransport.RequestId(response));
        return failure is { HttpStatus: 400, Code: "INVALID_REQUEST" } ? failure with { Kind = PayFailureKind.TryAgain, Code = Expired } : failure;
    }

    private async Task<PayAnswer<BillFile>> SpoolAsync(Stream body, BillLink link, CancellationToken ct)
    {
        var pipe = PipeReader.Create(body);
        var head = await OfNetwork(pipe.ReadAtLeastAsync(2, ct));
        // By content: tar_type is a wish.
        var isGzip = IsGzip(head.Buffer);
        pipe.AdvanceTo(head.Buffer.Start);
        await using var raw = pipe.AsStream();
        await using var text = isGzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;

        var file = BillFile.Create();
        var isWhole = false;
        try
        {
            var failure = await CopyAsync(text, file, link.HashValue, ct);
            isWhole = failure is null;
            return failure is null ? file : failure;
        }
        finally
        {
            if (!isWhole)
                await file.DisposeAsync();
        }
    }

    private async Task<PayFailure?> CopyAsync(Stream text, BillFile file, string hashValue, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        var chunk = new byte[ChunkBytes];
        long total = 0;
        try
        {
            while (await OfNetwork(text.ReadAsync(chunk, ct)) is > 0 and var length)
            {
                total += length;
                if (total > options.Value.MaxBillBytes)
                    return Untrusted("BILL_TOO_LARGE", "the bill is larger than MaxBillBytes");
                hash.AppendData(chunk, 0, length);
                await file.AppendAsync(chunk.AsMemory(0, length), ct);
            }
        }
        catch (InvalidDataException)
        {
            return Mismatch();
        }
        return string.Equals(Convert.ToHexString(hash.GetHashAndReset()), hashValue, StringComparison.OrdinalIgnoreCase) ? null : Mismatch();
    }

    // Tells a broken connection from a full disk.
    private static async ValueTask<T> OfNetwork<T>(ValueTask<T> read)
    {
        try
        {
            return await read;
        }
        catch (IOException e)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "half an answer", e);
        }
    }

    private static PayFailure Mismatch() => new(PayFailureKind.Unverified, 200, "HASH_MISMATCH", "the bill is not what WeChat signed the hash of", null);

    private static bool IsGzip(ReadOnlySequence<byte> head)
    {
        Span<byte> magic = stackalloc byte[2];
        if (head.Length < magic.Length)
            return false;
        head.Slice(0, magic.Length).CopyTo(magic);
        return magic is [0x1F, 0x8B];
    }

    private bool IsTrusted(Uri url)
    {
        var endpoint = options.Value.Endpoint;
        return url.UserInfo.Length == 0
            && ((url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.IdnHost.EndsWith(TrustedDomain, StringComparison.OrdinalIgnoreCase))
                || (url.Scheme == endpoint.Scheme && url.Port == endpoint.Port
                    && string.Equals(url.IdnHost, endpoint.IdnHost, StringComparison.OrdinalIgnoreCase)));
    }
}
