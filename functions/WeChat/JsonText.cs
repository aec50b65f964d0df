using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeCommerce.WeChat;

/// <summary>Writes JSON as WeChat wants it: UTF-8, not escaped. Several of its screens show \u escapes as they are.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

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
        return buffer.WrittenSpan.IndexOf("\\u"u8) < 0 ? buffer.WrittenSpan.ToArray() : Unescape(buffer.WrittenSpan);
    }

    /// <summary>The writer's most relaxed encoder still escapes emoji and the wide space of Chinese texts: those are written out, controls stay escaped.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> json)
    {
        var text = new byte[json.Length];
        var length = 0;
        while (!json.IsEmpty)
        {
            var taken = 1;
            if (json[0] != '\\')
            {
                text[length++] = json[0];
            }
            else if (CharacterOf(json, out taken) is { } rune)
            {
                length += rune.EncodeToUtf8(text.AsSpan(length));
            }
            else
            {
                json[..taken].CopyTo(text.AsSpan(length));
                length += taken;
            }
            json = json[taken..];
        }
        return text[..length];
    }

    /// <summary>What an escape stands for, or null when it has to stay one.</summary>
    private static Rune? CharacterOf(ReadOnlySpan<byte> json, out int length)
    {
        length = json[1] == 'u' ? EscapeLength : 2;
        if (json[1] != 'u' || UnitOf(json) is var unit && unit < '\u0080')
            return null;
        if (!char.IsSurrogate(unit))
            return new Rune(unit);
        // The writer has no halves: it writes the replacement character in their place.
        length = 2 * EscapeLength;
        return new Rune(unit, UnitOf(json[EscapeLength..]));
    }

    private static char UnitOf(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape[2..EscapeLength], out ushort unit, out _, 'x') ? (char)unit : throw new InvalidOperationException("An escape has four digits.");
}
