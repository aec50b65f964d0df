using WeCommerce.Shop.Members;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Notices;

/// <summary>A way to members.</summary>
internal interface INoticeRoute
{
    NoticeRouteKind Kind { get; }

    /// <summary>Whether the same notice sent again arrives once: then it is, when no answer came.</summary>
    bool IsSafeToRepeat { get; }

    /// <summary>The member as the route's app knows them; null where it does not, with what is in the way.</summary>
    Task<(AppIdentity? To, NoticeReason Why)> FindAsync(NoticeLetter letter, CancellationToken cancellation);

    Task<ApiAnswer<Sent>> SendAsync(AppIdentity to, NoticeLetter letter, CancellationToken cancellation);
}

/// <summary>What is to go one way.</summary>
/// <param name="Id">The notice's, the same every time: at most 32 characters.</param>
internal sealed record NoticeLetter(string Id, MemberId MemberId, NoticeRoute Route, NoticeFacts Facts, Allowance Allowance)
{
    public IReadOnlyDictionary<string, string> Fields => Route.Fields.ToDictionary(f => f.Key, f => NoticeText.Fill(f.Text, Facts.Values), StringComparer.Ordinal);

    public string? Page => Route.Page.Length > 0 ? NoticeText.FillPage(Route.Page, Facts.Values) : null;
}
