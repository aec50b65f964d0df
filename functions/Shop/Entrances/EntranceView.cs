namespace WeCommerce.Shop.Entrances;

/// <summary>An entrance as operators see it.</summary>
/// <param name="Url">The link, or where the picture of an official account's code is; of a mini-program's code ask for <c>/code</c>.</param>
/// <param name="EndsAt">When the link dies; absent for never.</param>
/// <param name="ErrCode">Why WeChat refused it (全局返回码).</param>
/// <param name="ErrMsg">WeChat's words for it.</param>
internal sealed record EntranceView(
    EntranceId EntranceId,
    EntranceKind Kind,
    string Name,
    string Owner,
    string Campaign,
    string AppId,
    string Page,
    string Query,
    EntranceStatus Status,
    string? Url,
    DateTimeOffset? EndsAt,
    long? ErrCode,
    string? ErrMsg,
    DateTimeOffset CreatedAt)
{
    public static EntranceView Of(Entrance entrance, DateTimeOffset now) => new(
        entrance.EntranceId, entrance.Kind, entrance.Name, entrance.Owner, entrance.Campaign, entrance.AppId, entrance.Page, entrance.Query,
        entrance.StatusAt(now), entrance.Url, entrance.EndsAt, entrance.ErrCode, entrance.ErrMsg, entrance.CreatedAt);
}
