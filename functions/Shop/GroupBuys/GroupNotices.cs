using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>What notices about groups that wait say.</summary>
internal sealed class GroupNotices(GroupBook groups, Catalogue catalogue, TimeProvider time) : INoticeSource
{
    public IReadOnlyList<NoticeKind> Kinds { get; } = [NoticeKind.GroupNearlyFull, NoticeKind.GroupExpiring];

    public async Task<NoticeFacts?> ReadAsync(NoticeKind kind, MemberId member, string about, CancellationToken cancellation)
    {
        if (!GroupId.TryParse(about, out var id) || await groups.ReadAsync(id, cancellation) is not { Stage: GroupStage.InProgress, ExpiresAt: { } until } group
            || until <= time.GetUtcNow())
        {
            return null;
        }

        var product = (await catalogue.GetAsync(cancellation)).Find(group.SpuId)?.Title ?? "";
        return new NoticeFacts(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["group"] = about,
            ["product"] = product,
            ["missing"] = $"{group.Missing}",
            ["until"] = NoticeFact.Of(until),
        });
    }
}
