namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>A table's rows, in the order of their keys.</summary>
internal sealed class Table(string name)
{
    private readonly SortedDictionary<string, SortedDictionary<string, Row>> _partitions = new(StringComparer.Ordinal);

    public string Name => name;

    public Row? Find(string partition, string row) => _partitions.GetValueOrDefault(partition)?.GetValueOrDefault(row);

    /// <summary>Sets what stands at a key; null takes it away.</summary>
    public void Set(string partition, string row, Row? value)
    {
        if (value is null)
        {
            if (_partitions.TryGetValue(partition, out var rows) && rows.Remove(row) && rows.Count == 0)
                _partitions.Remove(partition);
            return;
        }

        if (!_partitions.TryGetValue(partition, out var there))
            _partitions[partition] = there = new SortedDictionary<string, Row>(StringComparer.Ordinal);
        there[row] = value;
    }

    /// <summary>The rows of one partition, or of all.</summary>
    public IEnumerable<Row> Rows(string? partition = null) => partition is null
        ? _partitions.Values.SelectMany(static p => p.Values)
        : _partitions.TryGetValue(partition, out var rows) ? rows.Values : [];
}
