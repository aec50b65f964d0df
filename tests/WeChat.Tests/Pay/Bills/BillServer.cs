using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

/// <summary>WeChat Pay with a bill: a signed link, and an unsigned file.</summary>
internal static class BillServer
{
    public static async Task<PayWorld> WithBillAsync(byte[] file, byte[] hashed)
    {
        var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = r => r.Path.StartsWith("/v3/bill/", StringComparison.Ordinal)
            ? Link(hashed, world.Server.Address.AbsoluteUri + "v3/billdownload/file?token=a%2Fb&tartype=gzip")
            : File(file);
        return world;
    }

    public static Reply File(byte[] bytes) => new(200, "", ContentType: "application/octet-stream") { File = bytes };

    public static Reply Link(byte[] hashed, string url) =>
        new(200, JsonSerializer.Serialize(new { hash_type = "SHA1", hash_value = Convert.ToHexStringLower(SHA1.HashData(hashed)), download_url = url }));

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
