using System.Globalization;
using System.Net;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Codes;

namespace WeCommerce.Shop.Entrances;

/// <summary>An entrance was put in: WeChat has to make its code or link.</summary>
internal sealed record MakeEntrance(EntranceId EntranceId);

/// <summary>
/// Has WeChat make what an entrance needs, for as long as WeChat is down. What WeChat refuses is shown to operators and not tried again. A mini-program's
/// code is drawn once to see that WeChat draws it, and again for each who asks for it: it is the same every time.
/// </summary>
internal sealed class MakeEntrances(EntranceSet entrances, ICodes codes, TimeProvider time) : IEffectHandler<MakeEntrance>
{
    public async Task<EffectOutcome> DoAsync(MakeEntrance effect, EffectContext context, CancellationToken cancellation)
    {
        if ((await entrances.ReadAsync(cancellation)).Find(effect.EntranceId) is not { } entrance || entrance.Made == entrance.Making)
            return EffectOutcome.Done;

        // Before WeChat is asked: its clock starts later, so that the link lives at least as long.
        var endsAt = time.GetUtcNow() + entrance.Life;
        var answer = await MakeAsync(entrance, cancellation);
        if (!answer.TryGet(out var link, out var failure) && failure.MayPass)
            return EffectOutcome.Later();

        var isSettled = await entrances.PutAsync(
            entrance.EntranceId.Value,
            all => all.Find(entrance.EntranceId) is { } now && now.Making == entrance.Making
                ? ChangeOf(now, link is null
                    ? now with { Made = now.Making, ErrCode = failure?.ErrCode, ErrMsg = failure?.ErrMsg }
                    : now with { Made = now.Making, Link = now.Making, Url = link.Url.Length > 0 ? link.Url : null, EndsAt = endsAt, ErrCode = null, ErrMsg = null })
                : EntranceProblems.NotFound,
            cancellation);
        // Another one is wanted by now: its own effect makes it.
        return isSettled.Problem is null or { Status: 404 } ? EffectOutcome.Done : EffectOutcome.Later();
    }

    private static LiveSetChange<Entrance> ChangeOf(Entrance before, Entrance made) => new(made, [.. EntranceEnds.Of(before, made)]);

    private async Task<ApiAnswer<CodeLink>> MakeAsync(Entrance entrance, CancellationToken cancellation)
    {
        var (appId, path) = (entrance.AppId, new CodePath(entrance.Page, entrance.QueryWithEntrance));
        switch (entrance.Kind)
        {
            case EntranceKind.UrlLink:
                return await codes.MakeUrlLinkAsync(appId, path, entrance.Life ?? CodeRules.LongestLife, cancellation);
            case EntranceKind.UrlScheme:
                return await codes.MakeSchemeAsync(appId, path, entrance.Life ?? CodeRules.LongestLife, cancellation);
            case EntranceKind.ShortLink:
                return await codes.MakeShortLinkAsync(appId, path, entrance.Name, cancellation);
            case EntranceKind.MiniProgramCode:
                var drawn = await codes.DrawCodeAsync(appId, entrance.EntranceId.Value, entrance.Page, CodeRules.LeastWidth, cancellation);
                return drawn.Match<ApiAnswer<CodeLink>>(_ => new CodeLink(""), failure => failure);
            case EntranceKind.OfficialAccountCode:
                var qr = await codes.MakeQrCodeAsync(appId, entrance.EntranceId.Value, entrance.Life, cancellation);
                return qr.Match<ApiAnswer<CodeLink>>(
                    made => new CodeLink($"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket={WebUtility.UrlEncode(made.Ticket)}"), failure => failure);
            default:
                throw new InvalidOperationException($"Nobody makes a {entrance.Kind}.");
        }
    }
}

/// <summary>Before a link dies somebody is told: what is printed or sent with it leads nowhere from then on.</summary>
internal static class EntranceEnds
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(3);

    private const char At = '~';

    /// <summary>What follows from a new link: the look at it before its end, and that nobody need care for the one before.</summary>
    public static IEnumerable<object> Of(Entrance before, Entrance made)
    {
        if (made.ErrCode is not null)
            yield break;
        if (before.EndsAt is not null)
            yield return new EndTask(TaskKind.EntranceEnding, AboutOf(before), "链接已更新");
        if (made.EndsAt is { } end)
            yield return new SetDeadline(end - Notice, DeadlineKind.EntranceEnding, $"{made.EntranceId}{At}{made.Link}");
    }

    /// <summary>What the task is about: each link has its own.</summary>
    public static string AboutOf(Entrance entrance) => $"{entrance.EntranceId}-{entrance.Link}";

    public static (EntranceId EntranceId, int Link)? Parse(string id) =>
        id.Split(At) is [var text, var link] && EntranceId.TryParse(text, out var entrance) && int.TryParse(link, CultureInfo.InvariantCulture, out var number)
            ? (entrance, number)
            : null;
}

/// <summary>A link dies in three days: a task, unless there is another one by now.</summary>
internal sealed class TellEntranceEnds(EntranceSet entrances, OperatorTasks tasks) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.EntranceEnding;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (EntranceEnds.Parse(id) is not var (entranceId, link))
            throw new InvalidDataException($"{id} is no entrance.");
        if ((await entrances.ReadAsync(cancellation)).Find(entranceId) is not { EndsAt: { } end } entrance || entrance.Link != link)
            return;

        await tasks.RaiseAsync(
            new RaiseTask(
                TaskKind.EntranceEnding,
                EntranceEnds.AboutOf(entrance),
                $"入口「{entrance.Name}」的链接将在三天内失效。",
                "仍需使用：更新入口取得新链接，并替换已投放的旧链接；不再使用：无需处理，标记完成即可。",
                end),
            cancellation);
    }
}
