using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace WeCommerce.WeChat.Push;

/// <summary>
/// What stands below the top level of a push. WeChat nests lists one element deeper in XML than in JSON, repeats an element there and writes one object or
/// an array here (SubscribeMsgPopupEvent): either way they are read as the same.
/// </summary>
internal static class PushItems
{
    /// <summary>The elements of a name at the top level or one below it, each as its own fields; none when the text has none.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string text, string name)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['<', ..] ? OfXml(text, name) : OfJson(text, name);
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static List<IReadOnlyDictionary<string, string>> OfXml(string text, string name)
    {
        using var characters = new StringReader(text);
        using var xml = XmlReader.Create(characters, PushFields.Safe);
        var root = XElement.Load(xml);
        return [.. root.Elements().Concat(root.Elements().Elements())
            .Where(e => e.Name.LocalName == name)
            .Select(e => FieldsOf(e.Elements().Select(f => (f.Name.LocalName, f.Value))))];
    }

    private static List<IReadOnlyDictionary<string, string>> OfJson(string text, string name)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return [];
        return [.. root.EnumerateObject()
            .Concat(root.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Object).SelectMany(m => m.Value.EnumerateObject()))
            .Where(m => m.NameEquals(name))
            .SelectMany(m => m.Value.ValueKind == JsonValueKind.Array ? m.Value.EnumerateArray().ToList() : [m.Value])
            .Where(e => e.ValueKind == JsonValueKind.Object)
            .Select(e => FieldsOf(e.EnumerateObject().Select(f => (f.Name, PushFields.TextOf(f.Value)))))];
    }

    private static Dictionary<string, string> FieldsOf(IEnumerable<(string Name, string Value)> fields)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            read.TryAdd(name, value);
        return read;
    }
}
