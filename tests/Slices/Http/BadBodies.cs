using System.Text;
using System.Text.Json.Nodes;

namespace WeCommerce.Slices.Http;

/// <summary>Bodies made from a good one: one thing about them is bad.</summary>
internal static class BadBodies
{
    private const string Here = "@@here@@";

    /// <summary>Members that are fields of ours, though not of a request: the value is one that stands nowhere else.</summary>
    public const string ForgedText = "FORGED0VALUE0";

    public const long ForgedFen = 777_000_777;

    private static readonly string[] ForgedTexts =
        ["status", "payStatus", "trade", "memberId", "orderId", "merchantId", "openId", "outTradeNo", "transactionId", "role", "operation", "partitionKey", "eTag"];

    private static readonly string[] ForgedNumbers = ["priceFen", "paidFen", "totalFen", "goodsFen", "discountFen", "freightFen", "onHand", "reserved", "payAttempt", "isOperator"];

    /// <summary>What cannot be read at all.</summary>
    public static IEnumerable<(string What, byte[] Body)> Unreadable(JsonObject good)
    {
        yield return ("10,000 objects deep", Bytes($"{string.Concat(Enumerable.Repeat("{\"a\":", 10_000))}1{new string('}', 10_000)}"));
        yield return ("10,000 arrays deep", Bytes($"{new string('[', 10_000)}{new string(']', 10_000)}"));
        yield return ("10,000 arrays deep in an unknown member", Bytes(WithMember(good, "x", $"{new string('[', 10_000)}{new string(']', 10_000)}")));
        yield return ("10,000 arrays that never end", Bytes(new string('[', 10_000)));
        foreach (var text in new[] { "null", "[]", "\"x\"", "1", "true", "{", "{]", "not JSON", "\u0000", "{}{}", " ", good.ToJsonString()[..^1], good.ToJsonString() + "}" })
            yield return (text, Bytes(text));
        yield return ("UTF-16", Encoding.Unicode.GetBytes(good.ToJsonString()));
        yield return ("a name that is not UTF-8", With(Bytes(WithMember(good, Here, "1")), [0xff]));
        yield return ("an unknown member that is not UTF-8", With(Bytes(WithMember(good, "x", $"\"{Here}\"")), [0xc3, 0x28]));
        foreach (var (path, text) in Leaves(good))
        {
            yield return ($"{path} is not UTF-8", With(Bytes(text.Replace($"\"{Here}\"", $"\"a{Here}\"", StringComparison.Ordinal)), [0xf0, 0x28, 0x8c, 0x28]));
            yield return ($"{path} is a high surrogate", Bytes(text.Replace(Here, "\\ud83d", StringComparison.Ordinal)));
            yield return ($"{path} is a low surrogate", Bytes(text.Replace(Here, "a\\ude00b", StringComparison.Ordinal)));
            yield return ($"{path} is an object", Bytes(text.Replace($"\"{Here}\"", "{}", StringComparison.Ordinal)));
        }
        foreach (var (path, text) in Numbers(good))
        {
            foreach (var number in new[] { "9223372036854775808", "-9223372036854775809", "99999999999999999999999999", "1e400", "-1e400", "1.5", "0.1e1", "NaN", "\"1\"", "01", "1e999999999" })
                yield return ($"{path} is {number}", Bytes(text.Replace($"\"{Here}\"", number, StringComparison.Ordinal)));
        }
        foreach (var (name, value) in good)
        {
            yield return ($"{name} twice, alike", Bytes(WithMember(good, name, value?.ToJsonString() ?? "null")));
            yield return ($"{name} twice, the second null", Bytes(WithMember(good, name, "null")));
            yield return ($"{name} twice, once in capitals", Bytes(WithMember(good, name.ToUpperInvariant(), value?.ToJsonString() ?? "null")));
        }
    }

    /// <summary>What can be read and may break a rule, or may not.</summary>
    public static IEnumerable<(string What, byte[] Body)> Odd(JsonObject good)
    {
        foreach (var (path, text) in Leaves(good))
        {
            foreach (var odd in new[] { "", "\\u0000", "a\\u0000b", "\\r\\n", "\\uffff", "\\ud83d\\ude00", "' or 1 eq 1 or '", "/\\\\#?", "<script>", "{0}", "%00", "../../x", new string('x', 60_000) })
                yield return ($"{path} is {odd[..Math.Min(20, odd.Length)]}", Bytes(text.Replace(Here, odd, StringComparison.Ordinal)));
            yield return ($"{path} is null", Bytes(text.Replace($"\"{Here}\"", "null", StringComparison.Ordinal)));
        }
        foreach (var (path, text) in Numbers(good))
        {
            foreach (var number in new[] { "0", "-1", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "-9223372036854775808" })
                yield return ($"{path} is {number}", Bytes(text.Replace($"\"{Here}\"", number, StringComparison.Ordinal)));
        }
        yield return ("a number beyond long that nobody asked for", Bytes(WithMember(good, "x", "99999999999999999999999999")));
        yield return ("1e400 that nobody asked for", Bytes(WithMember(good, "x", "1e400")));
        yield return ("a lone surrogate that nobody asked for", Bytes(WithMember(good, "x", "\"\\ud83d\"")));
        yield return ("a name of a lone surrogate", Bytes(WithMember(good, "\\ud83d", "1")));
        yield return ("5,000 members that nobody asked for", Bytes(Enumerable.Range(0, 5000).Aggregate(good.ToJsonString(), (text, n) => text.Insert(1, $"\"x{n}\":1,"))));
        foreach (var (name, value) in good.Where(m => m.Value is JsonArray))
        {
            var many = good.DeepClone().AsObject();
            many[name] = new JsonArray([.. Enumerable.Range(0, 60_000 / value!.ToJsonString().Length).Select(_ => value[0]!.DeepClone())]);
            yield return ($"{name} many times", Bytes(many.ToJsonString()));
            many[name] = new JsonArray(null, null);
            yield return ($"{name} of nulls", Bytes(many.ToJsonString()));
        }
    }

    /// <summary>A good body with members in every object that look like fields of ours.</summary>
    public static string Forged(JsonObject good)
    {
        var forged = good.DeepClone().AsObject();
        foreach (var part in Objects(forged).ToList())
        {
            foreach (var name in ForgedTexts.Where(n => !part.ContainsKey(n)))
                part[name] = ForgedText;
            foreach (var name in ForgedNumbers.Where(n => !part.ContainsKey(n)))
                part[name] = ForgedFen;
            part["payment"] ??= new JsonObject { ["transactionId"] = ForgedText, ["paidFen"] = ForgedFen };
        }
        return forged.ToJsonString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(m => Objects(m.Value))],
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };

    // The good body once for each text in it, with a mark in its place.
    private static IEnumerable<(string Path, string Text)> Leaves(JsonObject good) => Marked(good, static v => v.TryGetValue<string>(out _));

    private static IEnumerable<(string Path, string Text)> Numbers(JsonObject good) => Marked(good, static v => !v.TryGetValue<string>(out _) && !v.TryGetValue<bool>(out _));

    private static IEnumerable<(string Path, string Text)> Marked(JsonObject good, Func<JsonValue, bool> which)
    {
        var count = Values(good).Count(which);
        for (var n = 0; n < count; n++)
        {
            var copy = good.DeepClone();
            var value = Values(copy).Where(which).ElementAt(n);
            var path = value.GetPath();
            value.ReplaceWith(Here);
            yield return (path, copy.ToJsonString());
        }
    }

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Values(m.Value)),
        JsonArray a => a.SelectMany(Values),
        JsonValue v => [v],
        _ => [],
    };

    private static string WithMember(JsonObject good, string name, string json) => good.ToJsonString() is var text && good.Count > 0
        ? $"{text[..^1]},\"{name}\":{json}}}"
        : $"{{\"{name}\":{json}}}";

    private static byte[] With(byte[] body, byte[] bytes)
    {
        var at = body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Here));
        return [.. body[..at], .. bytes, .. body[(at + Here.Length)..]];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
