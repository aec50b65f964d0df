using System.Net.Sockets;
using System.Text;

namespace WeCommerce.Slices.Http;

/// <summary>A request as bytes on the wire: what no well-behaved client would send.</summary>
internal sealed record RawHttp(string Verb, string Path, IReadOnlyList<string> HeaderLines, byte[] Body)
{
    /// <summary>Sends the body with its length.</summary>
    public Task<(int Status, string Text)> SendAsync(Uri address) =>
        SendAsync(address, [$"Content-Length: {Body.Length}"], async stream => await stream.WriteAsync(Body));

    /// <summary>Sends the body in chunks, so many times over, without saying how long it will be.</summary>
    public Task<(int Status, string Text)> SendChunkedAsync(Uri address, int times) =>
        SendAsync(address, ["Transfer-Encoding: chunked"], async stream =>
        {
            var head = Encoding.ASCII.GetBytes($"{Body.Length:x}\r\n");
            for (var n = 0; n < times; n++)
            {
                await stream.WriteAsync(head);
                await stream.WriteAsync(Body);
                await stream.WriteAsync("\r\n"u8.ToArray());
            }
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        });

    private async Task<(int Status, string Text)> SendAsync(Uri address, string[] more, Func<NetworkStream, Task> send)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        string[] lines = [$"{Verb} /api/{Path} HTTP/1.1", $"Host: {address.Authority}", "Connection: close", .. HeaderLines, .. more, "", ""];
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines)));
        var sending = send(stream);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The server answered before it had read everything, and closed.
        }
        try
        {
            await sending;
        }
        catch (IOException)
        {
            // Nobody reads what comes after the answer.
        }
        var text = Encoding.UTF8.GetString(answer.ToArray());
        return (text.Length > 12 ? int.Parse(text[9..12]) : 0, text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }
}
