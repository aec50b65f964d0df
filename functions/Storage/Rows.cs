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
        // What follows from other values is not stored beside them.
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a value as JSON into a column, and into as many more as it needs.</summary>
    public static TableEntity WithJson<T>(this TableEntity row, string column, T value) => row.WithText(column, ToJson(value));

    /// <summary>Reads what <see cref="WithJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The column is missing or holds something else: a row of another kind, or damaged.</exception>
    public static T ReadJson<T>(this TableEntity row, string column) => row.FromJson<T>(column, row.ReadText(column));

    /// <summary>A new row of the given key; the commit gives it its partition.</summary>
    public static TableEntity New(string rowKey) => new() { RowKey = rowKey };

    internal static string ToJson<T>(T value) => JsonSerializer.Serialize(value, Json);

    internal static T FromJson<T>(this TableEntity row, string column, string? json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json ?? throw new InvalidDataException($"Row {row.RowKey} has no column {column}."), Json)
                ?? throw new InvalidDataException($"Column {column} of row {row.RowKey} is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Column {column} of row {row.RowKey} is not a {typeof(T).Name}.", e);
        }
    }

    internal static TableEntity WithText(this TableEntity row, string column, string text)
    {
        for (var (start, n) = (0, 0); start < text.Length || n == 0; start += ColumnLength, n++)
            row[n == 0 ? column : $"{column}{n}"] = text.Substring(start, Math.Min(ColumnLength, text.Length - start));
        return row;
    }

    internal static string? ReadText(this TableEntity row, string column)
    {
        var text = row.GetString(column);
        for (var n = 1; text?.Length == n * ColumnLength && row.GetString($"{column}{n}") is { } more; n++)
            text += more;
        return text;
    }
}
