using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

/// <summary>A notification that is not as WeChat sent it.</summary>
internal sealed record Forgery(string What, NotificationHeaders Headers, byte[] Body);

/// <summary>Everything that can be changed about a genuine notification, one thing at a time.</summary>
internal static class Forgeries
{
    private static readonly (string Name, Func<NotificationHeaders, string?> Get, Func<NotificationHeaders, string?, NotificationHeaders> Set)[] Headers =
    [
        ("timestamp", h => h.Timestamp, (h, v) => h with { Timestamp = v }),
        ("nonce", h => h.Nonce, (h, v) => h with { Nonce = v }),
        ("signature", h => h.Signature, (h, v) => h with { Signature = v }),
        ("serial", h => h.Serial, (h, v) => h with { Serial = v }),
        ("signature type", h => h.SignatureType, (h, v) => h with { SignatureType = v }),
    ];

    /// <param name="serials">Of all keys that WeChat has: the wrong ones are tried too.</param>
    public static IEnumerable<Forgery> Of(NotificationHeaders headers, byte[] body, IReadOnlyList<string> serials)
    {
        foreach (var (name, get, set) in Headers)
        {
            var genuine = get(headers) ?? "";
            foreach (var (what, value) in Texts(genuine).DistinctBy(t => t.Value, StringComparer.Ordinal).Where(t => t.Value != genuine))
            {
                // Not signed, and absent behind some gateways: nothing is forged by leaving it out.
                if (name == "signature type" && value is null)
                    continue;
                yield return new Forgery($"{name}: {what}", set(headers, value), body);
            }
        }
        foreach (var serial in serials.Where(s => s != headers.Serial))
            yield return new Forgery($"serial of another key: {serial}", headers with { Serial = serial }, body);
        foreach (var (what, value) in Signatures(headers.Signature ?? ""))
            yield return new Forgery($"signature: {what}", headers with { Signature = value }, body);
        foreach (var seconds in new[] { -301, -300, -299, -1, 1, 299, 300, 301 })
        {
            var shifted = (long.Parse(headers.Timestamp ?? "", CultureInfo.InvariantCulture) + seconds).ToString(CultureInfo.InvariantCulture);
            yield return new Forgery($"timestamp {seconds} s", headers with { Timestamp = shifted }, body);
        }
        // What stands on either side of a line feed of the signed text changes sides.
        yield return new Forgery("body begins in the nonce", headers with { Nonce = $"{headers.Nonce}\n{(char)body[0]}" }, body[1..]);
        yield return new Forgery("nonce ends in the body", headers with { Nonce = headers.Nonce?[..^1] }, [(byte)(headers.Nonce ?? "")[^1], (byte)'\n', .. body]);
        foreach (var (what, bytes) in Bodies(body))
            yield return new Forgery($"body: {what}", headers, bytes);
    }

    private static IEnumerable<(string What, string? Value)> Texts(string genuine)
    {
        yield return ("missing", null);
        yield return ("empty", "");
        yield return ("twice, as HTTP joins them", $"{genuine},{genuine}");
        yield return ("twice, with a space", $"{genuine}, {genuine}");
        yield return ("upper case", genuine.ToUpperInvariant());
        yield return ("lower case", genuine.ToLowerInvariant());
        yield return ("without leading zeros", genuine.TrimStart('0'));
        foreach (var extra in new[] { " ", "\t", "\r", "\n", "\0", "0", "=", "\u200b", "\u00a0", "\ufeff", "A" })
        {
            yield return ($"then U+{(int)extra[0]:x4}", genuine + extra);
            yield return ($"U+{(int)extra[0]:x4} before it", extra + genuine);
        }
        for (var at = 0; at < genuine.Length; at++)
        {
            yield return ($"without character {at}", genuine.Remove(at, 1));
            yield return ($"character {at} twice", genuine.Insert(at, $"{genuine[at]}"));
            yield return ($"a space at {at}", genuine.Insert(at, " "));
            yield return ($"a line feed at {at}", genuine.Insert(at, "\n"));
            yield return ($"other case at {at}", Replaced(genuine, at, (char)(genuine[at] ^ 0x20)));
            yield return ($"next character at {at}", Replaced(genuine, at, (char)(genuine[at] + 1)));
            yield return ($"full width at {at}", Replaced(genuine, at, (char)(genuine[at] + 0xfee0)));
        }
    }

    // Base64 has many spellings of the same bytes (RFC 4648, 3.5); WeChat writes one.
    private static IEnumerable<(string What, string Value)> Signatures(string genuine)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var bare = genuine.TrimEnd('=');
        var last = alphabet.IndexOf(bare[^1], StringComparison.Ordinal);
        for (var stray = 1; stray < 16; stray++)
            yield return ($"stray bits {stray}", $"{bare[..^1]}{alphabet[last | stray]}{genuine[bare.Length..]}");
        yield return ("without padding", bare);
        yield return ("more padding", genuine + "==");
        yield return ("in lines", string.Join("\r\n", genuine.Chunk(76).Select(c => new string(c))));
        yield return ("for URLs", genuine.Replace('+', '-').Replace('/', '_') + "-");
        yield return ("in hexadecimal", Convert.ToHexString(Convert.FromBase64String(genuine)));
        yield return ("a probe", $"{PaySignature.ProbePrefix}{genuine}");
        var bytes = Convert.FromBase64String(genuine);
        yield return ("a zero before it", Convert.ToBase64String([0, .. bytes]));
        yield return ("a zero behind it", Convert.ToBase64String([.. bytes, 0]));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return ($"bit {bit}", Convert.ToBase64String(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static IEnumerable<(string What, byte[] Bytes)> Bodies(byte[] genuine)
    {
        for (var bit = 0; bit < genuine.Length * 8; bit++)
        {
            var changed = genuine.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return ($"bit {bit}", changed);
        }
        for (var length = 0; length < genuine.Length; length++)
        {
            yield return ($"cut to {length}", genuine[..length]);
            yield return ($"without the first {length + 1}", genuine[(length + 1)..]);
        }
        for (var value = 0; value < 256; value++)
        {
            yield return ($"{value:x2} behind it", [.. genuine, (byte)value]);
            yield return ($"{value:x2} before it", [(byte)value, .. genuine]);
        }
        yield return ("BOM", [0xef, 0xbb, 0xbf, .. genuine]);
        yield return ("CR LF behind it", [.. genuine, 0x0d, 0x0a]);
        yield return ("twice", [.. genuine, .. genuine]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(genuine)));
        foreach (var (what, text) in SameContent(Encoding.UTF8.GetString(genuine)).Where(t => !Encoding.UTF8.GetBytes(t.Text).AsSpan().SequenceEqual(genuine)))
            yield return (what, Encoding.UTF8.GetBytes(text));
    }

    // The same JSON, written by somebody else.
    private static IEnumerable<(string What, string Text)> SameContent(string genuine)
    {
        var json = JsonNode.Parse(genuine) as JsonObject ?? [];
        yield return ("indented", json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        yield return ("relaxed escapes", json.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        yield return ("members in another order", new JsonObject(json.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))).ToJsonString());
        yield return ("one member more", genuine.Insert(genuine.Length - 1, ",\"x\":1"));
        yield return ("a member twice", genuine.Insert(1, "\"id\":\"EV-1\","));
        yield return ("escaped slashes", genuine.Replace("/", "\\/", StringComparison.Ordinal));
        yield return ("every plus escaped", genuine.Contains("\\u002B", StringComparison.Ordinal)
            ? genuine.Replace("\\u002B", "+", StringComparison.Ordinal)
            : genuine.Replace("+", "\\u002b", StringComparison.Ordinal));
        yield return ("spaces after colons", genuine.Replace("\":", "\": ", StringComparison.Ordinal));
    }

    private static string Replaced(string text, int at, char by) => $"{text[..at]}{by}{text[(at + 1)..]}";
}
