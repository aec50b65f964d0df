using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Data.Tables;

namespace WeCommerce.Storage;

/// <summary>How values stand in rows and messages.</summary>
public static class Rows
{
    /// <summary>A column holds at most 64 KiB of UTF-16: longer JSON goes on in <c>Name1</c>, <c>Name2</c> …</summary>
    private const int ColumnLength = 32 * 1024;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a value as JSON into a column, and into as many more as it needs.</summary>
    public static TableEntity WithJson<T>(this TableEntity row, string column, T value)
    {
        var json = JsonSerializer.Serialize(value, Json);
        for (var (start, n) = (0, 0); start < json.Length || n == 0; start += ColumnLength, n++)
            row[n == 0 ? column : $"{column}{n}"] = json.Substring(start, Math.Min(ColumnLength, json.Length - start));
        return row;
    }

    /// <summary>Reads what <see cref="WithJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The column is missing or holds something else: a row of another kind, or damaged.</exception>
    public static T ReadJson<T>(this TableEntity row, string column)
    {
        var json = row.GetString(column) ?? throw new InvalidDataException($"Row {row.RowKey} has no column {column}.");
        for (var n = 1; json.Length == n * ColumnLength && row.GetString($"{column}{n}") is { } more; n++)
            json += more;
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json) ?? throw new InvalidDataException($"Column {column} of row {row.RowKey} is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Column {column} of row {row.RowKey} is not a {typeof(T).Name}.", e);
        }
    }

    /// <summary>A new row of the given key; the commit gives it its partition.</summary>
    public static TableEntity New(string rowKey) => new() { RowKey = rowKey };
}
