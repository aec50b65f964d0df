using System.Text;
using System.Text.Json;
using System.Xml;

namespace WeCommerce.WeChat.Push;

/// <summary>A push's fields, in either format. Nothing is declared, nothing fetched, nothing nested without end; what is not of the format is null.</summary>
internal static class PushFields
{
    /// <summary>WeChat's pushes have four levels.</summary>
    private const int MostLevels = 32;

    private const int UsualFields = 16;

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = MostLevels };

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = PushProtocol.MaxBodyBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The top level.</summary>
    public static Dictionary<string, string>? Read(string text, PushFormat format) => Try(() => format == PushFormat.Json ? OfJson(text) : OfXml(text));

    /// <summary>
    /// The parts that a name has at the top level, or else one level below it: of XML each such element, or the items in it, of JSON the object or each of
    /// the array.
    /// </summary>
    public static IReadOnlyList<PushPart> Parts(string text, string name) =>
        Try(() => text.AsSpan().TrimStart().StartsWith('{') ? JsonParts(text, name) : XmlParts(text, name)) ?? [];

    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair in a JSON string, found only when it is unescaped.
            return null;
        }
    }

    private static Dictionary<string, string>? OfJson(string text)
    {
        using var document = JsonDocument.Parse(text, Shallow);
        return document.RootElement.ValueKind == JsonValueKind.Object ? OfJson(document.RootElement) : null;
    }

    private static Dictionary<string, string> OfJson(JsonElement json)
    {
        var fields = new Dictionary<string, string>();
        foreach (var member in json.EnumerateObject())
            fields.TryAdd(member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() ?? "" : member.Value.GetRawText());
        return fields;
    }

    private static List<PushPart> JsonParts(string text, string name)
    {
        using var document = JsonDocument.Parse(text, Shallow);
        var found = Named(document.RootElement, name);
        if (found.Count == 0)
            found = [.. document.RootElement.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Object).SelectMany(m => Named(m.Value, name))];
        return [.. found.Select(part => new PushPart(OfJson(part)))];
    }

    /// <summary>The objects under the first member of a name.</summary>
    private static List<JsonElement> Named(JsonElement json, string name) =>
        json.EnumerateObject().FirstOrDefault(m => m.NameEquals(name)).Value is var value && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)]
            : value.ValueKind == JsonValueKind.Object ? [value] : [];

    private static Dictionary<string, string>? OfXml(string text)
    {
        using var characters = new StringReader(text);
        using var xml = XmlReader.Create(characters, Safe);
        if (xml.MoveToContent() != XmlNodeType.Element)
            return null;
        var fields = new Dictionary<string, string>(UsualFields);
        var top = new Content();
        while (xml.Read())
        {
            if (xml.Depth >= MostLevels)
                return null;
            if (xml is { NodeType: XmlNodeType.Element, Depth: 1, IsEmptyElement: true })
                fields.TryAdd(xml.LocalName, "");
            else if (xml is { NodeType: XmlNodeType.EndElement, Depth: 1 })
                fields.TryAdd(xml.LocalName, top.Take());
            else if (xml.Depth > 1 && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                top.Add(xml.Value);
        }
        return fields;
    }

    private static List<PushPart> XmlParts(string text, string name)
    {
        // Looked through first: a document of many levels costs stack.
        if (OfXml(text) is null)
            return [];
        var document = new XmlDocument { XmlResolver = null, PreserveWhitespace = true };
        using var characters = new StringReader(text);
        using var xml = XmlReader.Create(characters, Safe);
        document.Load(xml);
        if (document.DocumentElement is not { } root)
            return [];
        var found = Named(root, name);
        if (found.Count == 0)
            found = [.. Elements(root).SelectMany(below => Named(below, name))];
        return [.. found.SelectMany(Items).Select(part => new PushPart(OfXml(part)))];
    }

    private static List<XmlElement> Named(XmlElement parent, string name) => [.. Elements(parent).Where(e => e.LocalName == name && Elements(e).Any())];

    /// <summary>An element whose elements are all <c>item</c> is a list of them (图文消息's Articles).</summary>
    private static IEnumerable<XmlElement> Items(XmlElement element) =>
        Elements(element).All(e => e.LocalName == "item" && Elements(e).Any()) ? Elements(element) : [element];

    private static Dictionary<string, string> OfXml(XmlElement element)
    {
        var fields = new Dictionary<string, string>();
        foreach (var below in Elements(element))
            fields.TryAdd(below.LocalName, below.InnerText);
        return fields;
    }

    private static IEnumerable<XmlElement> Elements(XmlElement element) => element.ChildNodes.OfType<XmlElement>();

    /// <summary>The text of an element, which nearly always is one piece.</summary>
    private struct Content
    {
        private string? _first;
        private StringBuilder? _all;

        public void Add(string piece)
        {
            if (_first is null)
                _first = piece;
            else
                (_all ??= new StringBuilder(_first)).Append(piece);
        }

        public string Take()
        {
            var text = _all?.ToString() ?? _first ?? "";
            (_first, _all) = (null, null);
            return text;
        }
    }
}
