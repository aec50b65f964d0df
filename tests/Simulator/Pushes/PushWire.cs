using System.Buffers.Binary;
using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Pushes;

/// <summary>A push as it goes over the wire: written in the app's format, encrypted and signed as its mode says (消息加解密说明).</summary>
internal static class PushWire
{
    private const int Block = 32;

    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Sign(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    /// <summary>The query and the body of one delivery: signed afresh each time.</summary>
    public static (string Query, byte[] Body) Deliver(PushSettings settings, string appId, string openId, JsonObject asJson, DateTimeOffset now)
    {
        var fields = Shaped(asJson, settings.Format);
        var stamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = $"{RandomNumberGenerator.GetInt32(int.MaxValue)}";
        var query = $"signature={Sign(settings.Token, stamp, nonce)}&timestamp={stamp}&nonce={nonce}&openid={Uri.EscapeDataString(openId)}";
        if (!settings.Encrypts)
            return (query, Encoding.UTF8.GetBytes(Write(fields, settings.Format)));

        var encrypt = Encrypt(settings.Key, Write(fields, settings.Format), appId);
        var outer = settings.Mode == "compatible" ? (JsonObject)fields.DeepClone() : new JsonObject { ["ToUserName"] = fields["ToUserName"]?.DeepClone() };
        outer["Encrypt"] = encrypt;
        return ($"{query}&encrypt_type=aes&msg_signature={Sign(settings.Token, stamp, nonce, encrypt)}", Encoding.UTF8.GetBytes(Write(outer, settings.Format)));
    }

    // XML nests the list of a subscription's event in an element of the event's name.
    private static JsonObject Shaped(JsonObject fields, string format)
    {
        if (format != "xml" || fields["List"] is not { } list || $"{fields["Event"]}" is not ['s', 'u', 'b', 's', ..] name)
            return fields;

        var shaped = (JsonObject)fields.DeepClone();
        shaped.Remove("List");
        shaped[string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))] = new JsonObject { ["List"] = list.DeepClone() };
        return shaped;
    }

    private static string Write(JsonObject fields, string format) => format == "json" ? fields.ToJsonString(AsItIs) : $"<xml>{Elements(fields)}</xml>";

    // Texts in CDATA, numbers bare, as WeChat's samples have them; a list is its element again and again.
    private static string Elements(JsonObject fields) => string.Concat(fields.Select(f => f.Value switch
    {
        JsonArray all => string.Concat(all.Select(one => Element(f.Key, one))),
        var one => Element(f.Key, one),
    }));

    private static string Element(string name, JsonNode? value) => $"<{name}>{value switch
    {
        JsonObject inner => Elements(inner),
        null => "",
        _ when value.GetValueKind() == JsonValueKind.String => $"<![CDATA[{$"{value}".Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]>",
        _ => SecurityElement.Escape(value.ToJsonString()),
    }}</{name}>";

    private static string Encrypt(byte[] key, string text, string appId)
    {
        var (message, receiver) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(appId));
        using var plain = new MemoryStream();
        plain.Write(RandomNumberGenerator.GetBytes(16));
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)message.Length);
        plain.Write(length);
        plain.Write(message);
        plain.Write(receiver);
        var pad = Block - (int)(plain.Length % Block);
        plain.Write(Enumerable.Repeat((byte)pad, pad).ToArray());
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(plain.ToArray(), key[..16], PaddingMode.None));
    }
}
