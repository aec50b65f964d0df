using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Shop.FlashSales;

/// <summary>What notices about flash sales say.</summary>
internal sealed class FlashSaleNotices(FlashSaleBook book, Catalogue catalogue, TimeProvider time) : INoticeSource
{
    public IReadOnlyList<NoticeKind> Kinds { get; } = [NoticeKind.FlashSaleOpening];

    /// <param name="about">The session and the instant that it was to open at: one that was put off has another notice.</param>
    public async Task<NoticeFacts?> ReadAsync(NoticeKind kind, MemberId member, string about, CancellationToken cancellation)
    {
        var at = about.LastIndexOf('-');
        if (at < 0 || (await book.ReadAsync(cancellation)).Find(about[..at]) is not { } sale
            || about[(at + 1)..] != SortableInstant.Of(sale.OpensAt) || sale.PhaseAt(time.GetUtcNow()) == FlashSalePhase.Over)
        {
            return null;
        }

        var product = (await catalogue.GetAsync(cancellation)).Find(sale.Items[0].SkuId)?.Product.Title ?? sale.Title;
        return new NoticeFacts(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["session"] = sale.SessionId.Value,
            ["product"] = sale.Items.Count == 1 ? product : sale.Title,
            ["time"] = NoticeFact.Of(sale.OpensAt),
        });
    }
}
