using System.Text;

namespace WeCommerce.Storage.Simulator.Wire;

/// <summary>A request as it goes over the wire: one of the SDK's, or one part of a batch.</summary>
internal sealed class WireRequest(string method, Uri uri, IReadOnlyDictionary<string, string> headers, byte[] body)
{
    private Dictionary<string, string>? _query;

    public string Method { get; } = headers.TryGetValue("X-HTTP-Method", out var other) ? other : method;

    public Uri Uri => uri;

    public IReadOnlyDictionary<string, string> Headers => headers;

    public byte[] Body => body;

    /// <summary>The path without its first slash, decoded.</summary>
    public string Path { get; } = Uri.UnescapeDataString(uri.AbsolutePath).TrimStart('/');

    public string Text => Encoding.UTF8.GetString(body).TrimStart('\uFEFF');

    public string? Header(string name) => headers.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string? Query(string name)
    {
        _query ??= uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static p => p.Split('=', 2))
            .ToDictionary(static p => Uri.UnescapeDataString(p[0]), static p => p.Length > 1 ? Uri.UnescapeDataString(p[1]) : "", StringComparer.OrdinalIgnoreCase);
        return _query.GetValueOrDefault(name);
    }
}
