using Azure.Data.Tables;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Addresses;

/// <summary>An address of a member's book.</summary>
internal sealed record BookedAddress
{
    public required string AddressId { get; init; }

    public required Address Address { get; init; }

    public bool IsDefault { get; init; }
}

/// <summary>A member's addresses: one row, so that there is one default among them at any time; sealed.</summary>
internal sealed class AddressBook(Partitions partitions, Vault vault, Ids ids, TimeProvider time)
{
    public const int Most = 20;

    private const string Row = "addresses";

    public static Problem Unknown { get; } = Problem.NotFound("ADDRESS_NOT_FOUND", "There is no such address.");

    public async Task<IReadOnlyList<BookedAddress>> ReadAsync(MemberId member, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Of(member), Row, cancellation) is { } row ? BookOf(row) : [];

    public async Task<Address?> FindAsync(MemberId member, string addressId, CancellationToken cancellation = default) =>
        (await ReadAsync(member, cancellation)).FirstOrDefault(a => a.AddressId == addressId)?.Address;

    /// <summary>Changes the book; on a conflict the change is decided anew.</summary>
    public Task<Result<BookedAddress>> ChangeAsync(
        MemberId member, Func<List<BookedAddress>, Result<BookedAddress>> change, CancellationToken cancellation = default)
    {
        var operation = Operation.Start(ids, time);
        return Backoff.DecideAsync<Result<BookedAddress>>(
            async () =>
            {
                var row = await partitions.ReadAsync(Tables.Of(member), Row, cancellation);
                var book = row is null ? [] : BookOf(row);
                var changed = change(book);
                if (changed.Problem is not null)
                    return new(IsFinal: true, changed);

                var written = Rows.New(Row).WithSealedJson(vault, Tables.Of(member), "Addresses", WithOneDefault(book, changed.Value));
                written.ETag = row?.ETag ?? default;
                return new((await partitions.CommitAsync(new Commit(Tables.Of(member), operation).Put(written), cancellation)).Landed, changed);
            },
            Problem.Busy(),
            time,
            cancellation);
    }

    /// <summary>Forgets them all.</summary>
    public async Task EraseAsync(MemberId member, CancellationToken cancellation)
    {
        if (await partitions.ReadAsync(Tables.Of(member), Row, cancellation) is not { } row)
            return;

        row.ETag = Azure.ETag.All;
        await partitions.CommitAsync(new Commit(Tables.Of(member), Operation.Start(ids, time)).Delete(row), cancellation);
    }

    private List<BookedAddress> BookOf(TableEntity row) => row.ReadSealedJson<List<BookedAddress>>(vault, Tables.AllMembers, "Addresses");

    // The address just made the default takes that place from the others; the first of a book without one has it.
    private static List<BookedAddress> WithOneDefault(List<BookedAddress> book, BookedAddress changed)
    {
        var chosen = changed.IsDefault && book.Contains(changed) ? changed : book.Find(a => a.IsDefault) ?? book.FirstOrDefault();
        return book.ConvertAll(a => a with { IsDefault = a.AddressId == chosen?.AddressId });
    }
}
