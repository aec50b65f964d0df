namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>A parsed <c>$filter</c>.</summary>
/// <param name="Matches">Whether a row is meant.</param>
/// <param name="Partition">The only partition whose rows can match, when the filter says so.</param>
internal sealed record Filter(Func<Row, bool> Matches, string? Partition)
{
    public static Filter All { get; } = new(static _ => true, null);

    public static Filter And(Filter left, Filter right) => new(row => left.Matches(row) && right.Matches(row), left.Partition ?? right.Partition);

    public static Filter Or(Filter left, Filter right) => new(row => left.Matches(row) || right.Matches(row), null);

    public static Filter Not(Filter of) => new(row => !of.Matches(row), null);

    /// <summary>A row without the column, or with another type in it, is never meant.</summary>
    public static Filter Compare(Operand left, string operation, Operand right) => new(
        row => Order(left.Of(row), right.Of(row)) is { } order && operation switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "gt" => order > 0,
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => order <= 0,
        },
        left.Column == nameof(Row.PartitionKey) && operation == "eq" ? right.Literal as string : null);

    private static int? Order(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (Guid a, Guid b) => string.CompareOrdinal($"{a}", $"{b}"),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (int or long, int or long) => Convert.ToInt64(left, null).CompareTo(Convert.ToInt64(right, null)),
        (int or long or double, int or long or double) => Convert.ToDouble(left, null).CompareTo(Convert.ToDouble(right, null)),
        _ => null,
    };
}

/// <summary>One side of a comparison: a column or a value.</summary>
internal sealed record Operand(string? Column, object? Literal)
{
    public object? Of(Row row) => Column is null ? Literal : row.Value(Column);
}
