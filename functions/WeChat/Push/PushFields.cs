using System.Text;
using System.Text.Json;
using System.Xml;

namespace WeCommerce.WeChat.Push;

/// <summary>The top level of a push, in either format.</summary>
internal static class PushFields
{
    internal static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = PushProtocol.MaxBodyBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Null when the text is not of the format.</summary>
    public static Dictionary<string, string>? Read(string text, PushFormat format)
    {
        try
        {
            return format == PushFormat.Json ? OfJson(text) : OfXml(text);
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Dictionary<string, string>? OfJson(string text)
    {
        using var document = JsonDocument.Parse(text);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            return null;
        var fields = new Dictionary<string, string>();
        foreach (var member in document.RootElement.EnumerateObject())
            fields.TryAdd(member.Name, TextOf(member.Value));
        return fields;
    }

    /// <summary>A text as it is, anything else as it is written: no large number is rounded.</summary>
    internal static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    private static Dictionary<string, string>? OfXml(string text)
    {
        using var characters = new StringReader(text);
        using var xml = XmlReader.Create(characters, Safe);
        if (xml.MoveToContent() != XmlNodeType.Element)
            return null;
        var fields = new Dictionary<string, string>();
        var root = xml.Depth;
        var next = xml.Read();
        while (next && xml.Depth > root)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                next = xml.Read();
                continue;
            }
            var name = xml.LocalName;
            fields.TryAdd(name, Content(xml));
            next = !xml.EOF;
        }
        // What follows the root must still be well-formed.
        while (xml.Read())
        {
        }
        return fields;
    }

    /// <summary>All text inside an element; leaves the reader behind it.</summary>
    private static string Content(XmlReader xml)
    {
        var text = new StringBuilder();
        using (var inner = xml.ReadSubtree())
        {
            while (inner.Read())
            {
                if (inner.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                    text.Append(inner.Value);
            }
        }
        xml.Read();
        return text.ToString();
    }
}
