using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeCommerce.WeChat;

/// <summary>Writes JSON as WeChat wants it: UTF-8, not escaped. Several of its screens show \u escapes as they are.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Unescaped))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
