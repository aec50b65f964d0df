using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.Simulator.Tests;

/// <summary>A bill as a merchant reads it: 下载账单, then cells by the names of their columns.</summary>
internal sealed record Bill(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyDictionary<string, string>> Lines, IReadOnlyDictionary<string, string> Summary)
{
    /// <summary>The day on which <see cref="Game"/> begins.</summary>
    public const string Today = "2026-03-01";

    public static Task<Answer> AskAsync(Game game, string query, string kind = "tradebill") =>
        game.PayApiAsync(HttpMethod.Get, $"/v3/bill/{kind}?{query}");

    /// <summary>A signed GET of download_url; the answer is the file.</summary>
    public static Task<Answer> DownloadAsync(Game game, Answer asked)
    {
        Assert.Equal(200, asked.Status);
        return game.PayApiAsync(HttpMethod.Get, new Uri(asked.Text("download_url")!).PathAndQuery);
    }

    /// <summary>Today's bill, at once, its hash checked.</summary>
    public static async Task<Bill> FetchAsync(Game game, string query = "", string kind = "tradebill")
    {
        await game.BehaveAsync(new { bill = new { atOnce = true } });
        var asked = await AskAsync(game, $"bill_date={Today}&{query}", kind);
        Assert.Equal((200, "SHA1"), (asked.Status, asked.Text("hash_type")));
        var file = await DownloadAsync(game, asked);
        Assert.Equal(200, file.Status);
        Assert.Equal(asked.Text("hash_value"), Hash(file.Body));
        return Read(file.Body);
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));

    public static byte[] Unpack(byte[] content)
    {
        using var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    public static Bill Read(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        Assert.Equal('\uFEFF', text[0]);
        var rows = text[1..].Split("\r\n");
        Assert.Equal("", rows[^1]);
        var header = rows[0].Split(',');
        return new(header, [.. rows[1..^3].Select(row => Cells(header, row))], Cells(rows[^3].Split(','), rows[^2]));
    }

    private static Dictionary<string, string> Cells(string[] header, string row)
    {
        Assert.Equal('`', row[0]);
        return header.Zip(row[1..].Split(",`")).ToDictionary(cell => cell.First, cell => cell.Second);
    }
}
