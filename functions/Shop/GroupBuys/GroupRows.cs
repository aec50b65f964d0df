using System.Globalization;
using Azure;
using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>
/// A group's partition: <c>group</c>, <c>seat!{k}</c> for each that is taken, <c>member!{MemberId}</c> so that nobody sits twice, <c>verdict!{OrderId}</c>.
/// </summary>
internal sealed class GroupRows(Vault vault, GroupId id, IReadOnlyList<TableEntity> rows)
{
    public const string First = Key;
    public const string End = "verdict\"";

    private const string Key = "group";
    private const string SeatPrefix = "seat!";
    private const string MemberPrefix = "member!";
    private const string VerdictPrefix = "verdict!";

    private readonly Dictionary<string, TableEntity> _rows = rows.ToDictionary(r => r.RowKey, StringComparer.Ordinal);

    /// <summary>The group with its seats; null when there is none.</summary>
    public Group? ToGroup() => !_rows.TryGetValue(Key, out var row) ? null : row.ReadJson<Group>("Group") with
    {
        Seats = [.. Of(SeatPrefix).Select(SeatOf)],
        Verdicts = Of(VerdictPrefix).ToDictionary(r => OrderOf(r.RowKey[VerdictPrefix.Length..]), r => r.ReadJson<Verdict>("Verdict")),
    };

    /// <summary>Adds what is different to a commit. Only what a decision wrote meets other writers: whoever sits down at another seat is none.</summary>
    public Commit Write(Commit commit, Group? before, Group after)
    {
        if (before is null || before with { Seats = after.Seats, Verdicts = after.Verdicts } != after)
            commit.Put(WithETag(Rows.New(Key).WithJson("Group", after with { Seats = [], Verdicts = new Dictionary<OrderId, Verdict>() })));
        foreach (var seat in after.Seats.Except(before?.Seats ?? []))
            commit.Put(WithETag(RowOf(seat)));
        foreach (var gone in (before?.Seats ?? []).Where(s => after.Seats.All(a => a.K != s.K)))
            commit.Delete(_rows[KeyOf(gone.K)]);
        var (came, went) = (after.Seats.Select(s => s.MemberId).ToHashSet(), (before?.Seats ?? []).Select(s => s.MemberId).ToHashSet());
        foreach (var member in came.Except(went))
            commit.Insert(Rows.New($"{MemberPrefix}{member}"));
        foreach (var member in went.Except(came))
            commit.Delete(_rows[$"{MemberPrefix}{member}"]);
        foreach (var (order, verdict) in after.Verdicts.Where(v => before?.Verdicts.ContainsKey(v.Key) != true))
            commit.Insert(Rows.New($"{VerdictPrefix}{order}").WithJson("Verdict", verdict));
        return commit;
    }

    private IEnumerable<TableEntity> Of(string prefix) => _rows.Values.Where(r => r.RowKey.StartsWith(prefix, StringComparison.Ordinal));

    private TableEntity RowOf(Seat seat) =>
        Rows.New(KeyOf(seat.K)).WithJson("Seat", seat with { Face = new Face(null, null) }).WithSealedJson(vault, Tables.GroupOf(id), "Face", seat.Face);

    private Seat SeatOf(TableEntity row) => row.ReadJson<Seat>("Seat") with { Face = row.ReadSealedJson<Face>(vault, Tables.AllGroups, "Face") };

    private TableEntity WithETag(TableEntity row)
    {
        row.ETag = _rows.TryGetValue(row.RowKey, out var there) ? there.ETag : default(ETag);
        return row;
    }

    private static OrderId OrderOf(string text) => OrderId.TryParse(text, out var order) ? order : throw new InvalidDataException($"{text} is no order.");

    private static string KeyOf(int k) => string.Create(CultureInfo.InvariantCulture, $"{SeatPrefix}{k:000}");
}
