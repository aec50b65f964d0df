using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace WeCommerce.Simulator.Pushes;

/// <summary>What a shop answers a push with (被动回复), read as WeChat does: encrypted and signed where the mode encrypts.</summary>
internal static class PushReplies
{
    /// <returns>The reply's fields, or why WeChat would not take it; neither for <c>success</c> and the empty answer, which are none.</returns>
    public static (JsonObject? Reply, string? Fault) Read(PushSettings? settings, string appId, string? body)
    {
        if (settings is null || body is null or "" or "success")
            return (null, null);
        if (Fields(body, settings.Format) is not { } fields)
            return (null, $"The reply is no {settings.Format}.");
        if (!settings.Encrypts)
            return (fields, null);

        var (encrypt, stamp, nonce) = ($"{fields["Encrypt"]}", $"{fields["TimeStamp"]}", $"{fields["Nonce"]}");
        if (PushWire.Sign(settings.Token, stamp, nonce, encrypt) != $"{fields["MsgSignature"]}")
            return (null, "The reply's MsgSignature is wrong.");
        return Decrypt(settings.Key, encrypt) is not var (text, receiver) ? (null, "The reply does not open with the EncodingAESKey.")
            : receiver != appId ? (null, "The reply is encrypted for another app.")
            : Fields(text, settings.Format) is { } inner ? (inner, null)
            : (null, $"The reply inside is no {settings.Format}.");
    }

    public static JsonElement ToElement(JsonObject reply) => JsonSerializer.SerializeToElement(reply);

    private static JsonObject? Fields(string text, string format)
    {
        try
        {
            return format == "json" ? JsonNode.Parse(text) as JsonObject : XElement.Parse(text) is { } root ? (JsonObject)Of(root) : null;
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return null;
        }
    }

    private static JsonNode Of(XElement element) => element.HasElements
        ? new JsonObject(element.Elements().GroupBy(e => e.Name.LocalName).Select(g =>
            KeyValuePair.Create<string, JsonNode?>(g.Key, g.Count() == 1 ? Of(g.First()) : new JsonArray([.. g.Select(Of)]))))
        : JsonValue.Create(element.Value);

    private static (string Text, string Receiver)? Decrypt(byte[] key, string encrypt)
    {
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            var plain = aes.DecryptCbc(Convert.FromBase64String(encrypt), key.AsSpan(0, 16), PaddingMode.None);
            var end = plain.Length - plain[^1];
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(16));
            return (Encoding.UTF8.GetString(plain, 20, length), Encoding.UTF8.GetString(plain, 20 + length, end - 20 - length));
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
