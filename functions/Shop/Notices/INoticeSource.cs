using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Notices;

/// <summary>Knows what notices of some kinds say: asked when one is about to be sent, so that nothing is told that is no longer so.</summary>
internal interface INoticeSource
{
    IReadOnlyList<NoticeKind> Kinds { get; }

    /// <returns>What it says; null when it is no longer worth telling.</returns>
    Task<NoticeFacts?> ReadAsync(NoticeKind kind, MemberId member, string about, CancellationToken cancellation);
}

/// <summary>What a notice can say.</summary>
/// <param name="Values">By the names that <see cref="NoticeKinds.FactsOf"/> lists.</param>
/// <param name="Seen">The member as an app knows them, where that is known.</param>
internal sealed record NoticeFacts(IReadOnlyDictionary<string, string> Values, AppIdentity? Seen = null);

/// <summary>How facts are written: as WeChat's templates take them.</summary>
internal static class NoticeFact
{
    /// <summary>2026年11月24日 15:01, Beijing's: what keys of the kinds time and date take.</summary>
    public static string Of(DateTimeOffset instant) =>
        instant.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy年M月d日 HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
