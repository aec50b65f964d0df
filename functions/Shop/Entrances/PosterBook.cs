using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>
/// The scene of the code on a poster: <c>!</c>, the MemberId of who shares, and 18 characters of base 32 that nobody guesses. It has to say who shares and
/// what in the 32 characters that a code takes, so the shop remembers what.
/// </summary>
[JsonConverter(typeof(IdentifierConverter<PosterCode>))]
internal readonly record struct PosterCode : IIdentifier<PosterCode>
{
    private const char Mark = '!';
    private const int Length = 32;
    private const int TagLength = Length - 1 - MemberId.Length;

    private PosterCode(string value) => Value = value;

    public string Value { get; }

    public MemberId MemberId => MemberId.TryParse(Value[1..(1 + MemberId.Length)], out var member) ? member : throw new InvalidOperationException("A poster without a member.");

    public string Tag => Value[^TagLength..];

    public static PosterCode New(MemberId member, Ids ids) => new($"{Mark}{member}{ids.Random(TagLength)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out PosterCode code)
    {
        var good = text is { Length: Length } && text[0] == Mark && Ids.Looks(text[1..], Length - 1);
        code = good ? new PosterCode(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>What a member shares by a poster.</summary>
internal sealed record SharedPoster(PosterCode Code, SpuId SpuId, DateTimeOffset At)
{
    public MemberId MemberId => Code.MemberId;
}

/// <summary>The posters of a member: one for each product, <c>poster!{tag}</c> in the member's partition and <c>posterof!{SpuId}</c>, which says which.</summary>
internal sealed class PosterBook(Partitions partitions, Ids ids, TimeProvider time)
{
    private const string First = "poster!";

    /// <summary>The member's poster of a product; the same every time.</summary>
    public async Task<SharedPoster> FindOrMakeAsync(MemberId member, SpuId product, CancellationToken cancellation)
    {
        var (partition, key) = (Tables.Of(member), $"posterof!{product}");
        if (await partitions.ReadAsync(partition, key, cancellation) is { } known)
            return known.ReadJson<SharedPoster>("Poster");

        var poster = new SharedPoster(PosterCode.New(member, ids), product, time.GetUtcNow());
        var commit = new Commit(partition, Operation.Start(ids, time))
            .Insert(Rows.New(key).WithJson("Poster", poster))
            .Insert(Rows.New($"{First}{poster.Code.Tag}").WithJson("Poster", poster));
        if ((await partitions.CommitAsync(commit, cancellation)).Landed)
            return poster;
        var winner = await partitions.ReadAsync(partition, key, cancellation);
        return winner?.ReadJson<SharedPoster>("Poster") ?? throw new InvalidOperationException("A poster that was there is gone.");
    }

    /// <summary>What a code leads to; null for one that nobody was given.</summary>
    public async Task<SharedPoster?> FindAsync(PosterCode code, CancellationToken cancellation) =>
        await partitions.ReadAsync(Tables.Of(code.MemberId), $"{First}{code.Tag}", cancellation) is { } row ? row.ReadJson<SharedPoster>("Poster") : null;

    /// <summary>The codes of a member lead nowhere any more.</summary>
    public async Task ForgetAsync(MemberId member, CancellationToken cancellation)
    {
        foreach (var row in await partitions.ReadRangeAsync(Tables.Of(member), First, "posterof\"", cancellation: cancellation))
        {
            row.ETag = Azure.ETag.All;
            await partitions.CommitAsync(new Commit(Tables.Of(member), Operation.Start(ids, time)).Delete(row), cancellation);
        }
    }
}
