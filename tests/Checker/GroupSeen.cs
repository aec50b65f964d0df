namespace WeCommerce.Checker;

/// <summary>A group of people who buy together, as its rows say it.</summary>
public sealed record GroupSeen
{
    public required string GroupId { get; init; }

    public required string Stage { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many people make which price, by SKU; fewest first.</summary>
    public required IReadOnlyList<(int People, IReadOnlyDictionary<string, long> PricesFen)> Steps { get; init; }

    public required IReadOnlyList<SeatSeen> Seats { get; init; }

    /// <summary>Members who sit there, as the rows say that keep them from sitting twice.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>Paid orders and whether they are in.</summary>
    public required IReadOnlyDictionary<string, bool> Verdicts { get; init; }

    public int Size => Steps[^1].People;

    public IEnumerable<SeatSeen> Paid => Seats.Where(s => s.IsPaid);

    /// <summary>The prices that so many reached; null for none.</summary>
    public IReadOnlyDictionary<string, long>? Reached => Steps.LastOrDefault(s => s.People <= Paid.Count()).PricesFen;

    public override string ToString() => $"group {GroupId} ({Stage})";

    internal static GroupSeen Of(StoredRow row, IReadOnlyList<StoredRow> rows)
    {
        var json = row.Json("Group");
        return new GroupSeen
        {
            GroupId = row.PartitionKey,
            Stage = json.Text("stage"),
            ExpiresAt = json.InstantOrNull("expiresAt"),
            Steps = json.Many("steps", static s => ((int)s.Number("people"), (IReadOnlyDictionary<string, long>)s.GetProperty("prices").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal))),
            Seats = [.. rows.Where(r => r.RowKey.StartsWith("seat!", StringComparison.Ordinal)).Select(r => SeatSeen.Of(r))],
            Members = [.. rows.Where(r => r.RowKey.StartsWith("member!", StringComparison.Ordinal)).Select(r => r.RowKey["member!".Length..])],
            Verdicts = rows.Where(r => r.RowKey.StartsWith("verdict!", StringComparison.Ordinal))
                .ToDictionary(r => r.RowKey["verdict!".Length..], r => r.Json("Verdict").GetProperty("isIn").GetBoolean(), StringComparer.Ordinal),
        };
    }
}

public sealed record SeatSeen(int K, string OrderId, bool IsPaid)
{
    /// <summary>An order begins with its member.</summary>
    public string MemberId => OrderId[..13];

    internal static SeatSeen Of(StoredRow row)
    {
        var json = row.Json("Seat");
        return new SeatSeen((int)json.Number("k"), json.Text("orderId"), json.InstantOrNull("paidAt") is not null);
    }
}
