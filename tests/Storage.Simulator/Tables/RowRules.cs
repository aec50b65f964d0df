using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>
/// What a row may be. Source: "Understanding the Table service data model" (limits and how a row's size is counted), "Table service error codes".
/// </summary>
internal static class RowRules
{
    private const int KeyLength = 512;
    private const int ValueBytes = 64 << 10;
    private const int RowBytes = 1 << 20;

    public static void Check(Row row)
    {
        CheckKey(nameof(row.PartitionKey), row.PartitionKey);
        CheckKey(nameof(row.RowKey), row.RowKey);
        if (row.Properties.Count > 252)
            throw new Refusal(400, "TooManyProperties", "The entity contains more properties than allowed.");

        var bytes = 4 + ((row.PartitionKey.Length + row.RowKey.Length) * 2);
        foreach (var (name, value) in row.Properties)
        {
            if (name.Length > 255)
                throw new Refusal(400, "PropertyNameTooLong", "The property name exceeds the maximum allowed length.");
            if (value is string { Length: > ValueBytes / 2 } or byte[] { Length: > ValueBytes })
                throw new Refusal(400, "PropertyValueTooLarge", "The property value is larger than the maximum size permitted.");
            // The earliest moment that Azure knows is the beginning of 1601.
            if (value is DateTimeOffset { Year: < 1601 } early)
                throw OutOfRange(name, Row.TextOf(early));
            bytes += 8 + (name.Length * 2) + SizeOf(value);
        }
        if (bytes > RowBytes)
            throw new Refusal(400, "EntityTooLarge", "The entity is larger than the maximum size permitted.");
    }

    private static void CheckKey(string name, string key)
    {
        if (key.Length > KeyLength)
            throw new Refusal(400, "KeyValueTooLarge", "The key value is larger than the maximum size permitted.");
        if (key.AsSpan().ContainsAny("/\\#?") || key.Any(char.IsControl))
            throw OutOfRange(name, key);
    }

    private static Refusal OutOfRange(string name, string value) => new(400, "OutOfRangeInput", $"The '{name}' parameter of value '{value}' is out of range.");

    private static int SizeOf(object value) => value switch
    {
        string text => (text.Length * 2) + 4,
        byte[] data => data.Length + 4,
        Guid => 16,
        int => 4,
        bool => 1,
        _ => 8,
    };
}
