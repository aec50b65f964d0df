using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>Rows as answers carry them: <c>odata=minimalmetadata</c>, with types where JSON does not show them.</summary>
internal static class RowJson
{
    private const string Type = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Answer One(int status, string table, Row row, IReadOnlyCollection<string>? columns) => Answer.Text(
        status, Type, Write(json => WriteRow(json, row, columns, $"http://shop.table.storage.invalid/$metadata#{table}/@Element")), ("ETag", row.ETag));

    public static Answer Many(
        string table, IEnumerable<Row> rows, IReadOnlyCollection<string>? columns, params IReadOnlyList<(string Name, string Value)> headers) =>
        Answer.Text(200, Type, Write(json => WriteList(json, table, () =>
        {
            foreach (var row in rows)
                WriteRow(json, row, columns, metadata: null);
        })), headers);

    public static Answer Tables(IEnumerable<string> names) => Answer.Text(200, Type, Write(json => WriteList(json, "Tables", () =>
    {
        foreach (var name in names)
        {
            json.WriteStartObject();
            json.WriteString("TableName", name);
            json.WriteEndObject();
        }
    })));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
            write(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteList(Utf8JsonWriter json, string of, Action items)
    {
        json.WriteStartObject();
        json.WriteString("odata.metadata", $"http://shop.table.storage.invalid/$metadata#{of}");
        json.WriteStartArray("value");
        items();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, Row row, IReadOnlyCollection<string>? columns, string? metadata)
    {
        json.WriteStartObject();
        if (metadata is not null)
            json.WriteString("odata.metadata", metadata);
        json.WriteString("odata.etag", row.ETag);
        foreach (var name in columns ?? ["PartitionKey", "RowKey", "Timestamp", .. row.Properties.Keys])
        {
            if (row.Value(name) is { } value)
                WriteColumn(json, name, value);
        }
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, object value)
    {
        var (type, text) = value switch
        {
            long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
            DateTimeOffset instant => ("Edm.DateTime", Row.TextOf(instant)),
            Guid id => ("Edm.Guid", id.ToString()),
            byte[] data => ("Edm.Binary", Convert.ToBase64String(data)),
            double number when !double.IsFinite(number) => ("Edm.Double", number.ToString(CultureInfo.InvariantCulture)),
            string plain => (null, plain),
            _ => ((string?)null, (string?)null),
        };
        if (type is not null && name != "Timestamp")
            json.WriteString($"{name}@odata.type", type);
        if (text is not null)
            json.WriteString(name, text);
        else if (value is double number)
            WriteReal(json, name, number);
        else if (value is int small)
            json.WriteNumber(name, small);
        else
            json.WriteBoolean(name, (bool)value);
    }

    // A whole double keeps its point: without it the reader would take it for an integer.
    private static void WriteReal(Utf8JsonWriter json, string name, double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        json.WritePropertyName(name);
        json.WriteRawValue(text.AsSpan().ContainsAny(".Ee") ? text : text + ".0");
    }
}
