using Azure.Data.Tables;

namespace WeCommerce.Storage;

/// <summary>Columns that only the <see cref="Vault"/> opens. What was written plainly, before there was a vault, is read as it is and sealed when it is next written.</summary>
public static class SealedColumns
{
    /// <summary>Seals a text into a column, and into as many more as it needs.</summary>
    /// <param name="partition">Where the row will be committed: there alone it opens.</param>
    public static TableEntity WithSealed(this TableEntity row, Vault vault, PartitionId partition, string column, string text) =>
        row.WithText(column, vault.Seal(new SealedPlace(partition.Table, partition.Key, row.RowKey, column), text));

    /// <summary>Seals a value as JSON.</summary>
    /// <inheritdoc cref="WithSealed" path="/param"/>
    public static TableEntity WithSealedJson<T>(this TableEntity row, Vault vault, PartitionId partition, string column, T value) =>
        row.WithSealed(vault, partition, column, Rows.ToJson(value));

    /// <summary>Opens what <see cref="WithSealed"/> wrote; null when the row has no such column.</summary>
    /// <param name="table">The table from which the row was read.</param>
    public static string? ReadSealed(this TableEntity row, Vault vault, string table, string column) =>
        row.ReadText(column) is not { } text ? null
        : Vault.IsSealed(text) ? vault.Open(new SealedPlace(table, row.PartitionKey, row.RowKey, column), text)
        : text;

    /// <summary>Opens what <see cref="WithSealedJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The column is missing or holds something else: a row of another kind, damaged, or moved from elsewhere.</exception>
    /// <inheritdoc cref="ReadSealed" path="/param"/>
    public static T ReadSealedJson<T>(this TableEntity row, Vault vault, string table, string column) =>
        row.FromJson<T>(column, row.ReadSealed(vault, table, column));
}
