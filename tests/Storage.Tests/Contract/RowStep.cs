using Azure;
using Azure.Data.Tables;
using CsCheck;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>What a random sequence can do to a table: few keys, so that steps meet.</summary>
public abstract record RowStep
{
    // A column has one type: Azurite compares values of different types as JavaScript does, Azure never finds them.
    private static readonly (string, object)[] Values =
    [
        ("A", 0), ("A", 1), ("A", -1), ("B", "x"), ("B", "茶"), ("C", 2L), ("C", 3_000_000_000L), ("D", 1.5), ("D", 2.0), ("E", true), ("E", false),
        ("F", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)),
    ];

    private static readonly string[] Comparisons =
    [
        "A eq 1", "A ne 1", "A gt 0", "A le 1", "B eq 'x'", "B ge 'x'", "B ne '茶'", "C eq 2L", "C gt 2L", "D gt 1.75", "D le 1.5", "E eq true", "E ne true",
        "F ge datetime'2026-01-01T00:00:00Z'", "RowKey eq 'a'", "RowKey ge 'b'", "RowKey lt 'c'", "PartitionKey eq 'p'", "PartitionKey ne 'p'",
    ];

    private RowStep()
    {
    }

    public static Gen<List<RowStep>> Sequences { get; } = Gen.Frequency((6, AnyWrite(Gen.OneOf("p", "q"))), (2, AnyTransaction()), (1, AnyQuery())).List[1, 16];

    /// <summary>A write of one row; <paramref name="Tag"/> says which ETag it names: the newest known, the oldest known, or any.</summary>
    public sealed record Write(TableTransactionActionType Kind, string Partition, string Row, (string Column, object Content) Value, string Tag) : RowStep
    {
        public TableTransactionAction With(Func<Write, ETag> tag) => new(Kind, new TableEntity(Partition, Row) { [Value.Column] = Value.Content }, tag(this));
    }

    public sealed record Transaction(IReadOnlyList<Write> Writes) : RowStep
    {
        public override string ToString() => $"Transaction [{string.Join("; ", Writes)}]";
    }

    public sealed record Query(string Filter, int? PerPage) : RowStep;

    private static Gen<RowStep> AnyWrite(Gen<string> partition) => Gen.Select(
        Gen.Enum<TableTransactionActionType>(), partition, Gen.OneOf("a", "b", "c"), Gen.OneOf(Values), Gen.OneOf("newest", "oldest", "any"),
        static (kind, p, row, value, tag) => (RowStep)new Write(kind, p, row, value, tag));

    private static Gen<RowStep> AnyTransaction() =>
        AnyWrite(Gen.Const("p")).Array[1, 4].Select(static writes => (RowStep)new Transaction([.. writes.Cast<Write>()]));

    private static Gen<RowStep> AnyQuery()
    {
        var comparison = Gen.OneOf(Comparisons);
        var filter = Gen.Frequency(
            (2, comparison),
            (2, Gen.Select(comparison, Gen.OneOf("and", "or"), comparison, static (a, op, b) => $"{a} {op} {b}")),
            (1, Gen.Select(comparison, comparison, comparison, static (a, b, c) => $"({a} or {b}) and {c}")));
        return Gen.Select(filter, Gen.OneOf<int?>(null, 1, 2), static (text, perPage) => (RowStep)new Query(text, perPage));
    }
}
