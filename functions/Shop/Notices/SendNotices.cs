using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Money;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Notices;

/// <summary>
/// Tells members what is due: at most once, on the first way of the rule that leads there. What a message uses up is spent in the commit that says that it
/// is being sent; what certainly was not sent gives it back, what may have been is not sent again.
/// </summary>
internal sealed class SendNotices(
    NoticeBook book, NoticeRules rules, IEnumerable<INoticeSource> sources, IEnumerable<INoticeRoute> routes, IOptions<NoticeOptions> options, TimeProvider time)
    : IEffectHandler<NoticeDue>
{
    /// <summary>A call to WeChat takes seconds: who finds one under way after this time finds a death.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(2);

    private readonly NoticePolicy _policy = options.Value.ToPolicy();

    public async Task<EffectOutcome> DoAsync(NoticeDue effect, EffectContext context, CancellationToken cancellation)
    {
        if ((await rules.GetAsync(cancellation)).FindOn(effect.Kind) is not { } rule)
            return EffectOutcome.Done;

        while (true)
        {
            var read = await book.ReadAsync(effect, cancellation);
            if (read.Notice.IsOver)
            {
                await book.ListAsync(read.Notice, cancellation);
                return EffectOutcome.Done;
            }

            var step = await NextAsync(read, rule, cancellation);
            if (step.WaitUntil is { } until)
                return EffectOutcome.Later(until - time.GetUtcNow());
            if (!await book.WriteAsync(read, step.Notice, step.Allowance, cancellation))
                return EffectOutcome.Later();
            if (step.Send is { } send && !await SettleAsync(effect, step.Notice, await send(cancellation), cancellation))
                return EffectOutcome.Later();
        }
    }

    private async Task<Step> NextAsync(StoredNotice read, NoticeRule rule, CancellationToken cancellation)
    {
        var (notice, now) = (read.Notice, time.GetUtcNow());
        if (notice is { State: NoticeState.Sending, Sending: { } sending })
        {
            if (sending.Since + UnderWay is var over && now < over)
                return Step.Wait(read, over);
            return RouteOf(sending.Kind).IsSafeToRepeat && sending.Route < rule.Routes.Count
                ? new Step(notice.WaitingAgain(), read.Allowance.GivenBack(sending.TemplateId, sending.Day))
                : new Step(notice.Ended(NoticeState.Unknown), read.Allowance);
        }
        if (now >= notice.At + NoticeKinds.LifeOf(notice.Kind))
            return new Step(notice.Ended(NoticeState.NotSent, NoticeReason.TooLate), read.Allowance);
        if (_policy.QuietUntil(now) is { } morning)
            return Step.Wait(read, morning);
        if (await sources.Single(s => s.Kinds.Contains(notice.Kind)).ReadAsync(notice.Kind, notice.MemberId, notice.About, cancellation) is not { } facts)
            return new Step(notice.Ended(NoticeState.NotSent, NoticeReason.NoLongerTrue), read.Allowance);

        return await TryRoutesAsync(read, rule, facts, now, cancellation);
    }

    private async Task<Step> TryRoutesAsync(StoredNotice read, NoticeRule rule, NoticeFacts facts, DateTimeOffset now, CancellationToken cancellation)
    {
        var (notice, why, all) = (read.Notice, NoticeReason.NobodyKnown, await rules.GetAsync(cancellation));
        for (var n = 0; n < rule.Routes.Count; n++)
        {
            if (notice.Tried.FirstOrDefault(t => t.Route == n) is { } tried)
            {
                why = tried.Reason;
                continue;
            }

            var (route, way) = (rule.Routes[n], RouteOf(rule.Routes[n].Kind));
            var letter = new NoticeLetter(IdOf(notice), notice.MemberId, route, facts, read.Allowance);
            var template = route.Kind == NoticeRouteKind.SubscribeMessage ? route.TemplateId : null;
            var (to, reason) = await way.FindAsync(letter, cancellation);
            var spending = to is null
                ? (null, reason)
                : read.Allowance.Spend(template, template is null ? 0 : all.KeptFrom(rule, route), _policy.MostOf(rule.Rank), ShopDay.Of(now));
            if (to is not null && spending.Spent is { } spent)
            {
                var sending = new NoticeSending(n, route.Kind, route.AppId, template, ShopDay.Of(now), now);
                return new Step(notice with { State = NoticeState.Sending, Sending = sending }, spent) { Send = token => way.SendAsync(to, letter, token) };
            }
            // Tomorrow there is room again; all ways share the day's messages.
            if (spending.Why == NoticeReason.EnoughForToday && _policy.TomorrowOf(now) is var tomorrow && tomorrow < notice.At + NoticeKinds.LifeOf(notice.Kind))
                return Step.Wait(read, tomorrow);

            why = spending.Why;
            notice = notice.Failed(new NoticeTry(n, route.Kind, why));
        }
        return new Step(notice.Ended(NoticeState.NotSent, why), read.Allowance);
    }

    /// <returns>False when it has to be tried again later.</returns>
    private async Task<bool> SettleAsync(NoticeDue due, Notice sent, ApiAnswer<Sent> answer, CancellationToken cancellation)
    {
        var (sending, isFinal) = (sent.Sending!, true);
        var settled = await Backoff.DecideAsync(
            async () =>
            {
                var read = await book.ReadAsync(due, cancellation);
                // Somebody took this one for dead.
                if (read.Notice.Sending != sending)
                    return new(IsFinal: true, Value: true);

                (var notice, var allowance, isFinal) = Settled(read, sending, answer);
                return new Attempt<bool>(await book.WriteAsync(read, notice, allowance, cancellation), Value: true);
            },
            busy: false,
            time,
            cancellation);
        return settled && isFinal;
    }

    /// <summary>What follows from WeChat's answer.</summary>
    private static (Notice Notice, Allowance Allowance, bool IsFinal) Settled(StoredNotice read, NoticeSending sending, ApiAnswer<Sent> answer)
    {
        if (answer.TryGet(out var sent, out var failure))
            return (read.Notice.Ended(NoticeState.Sent) with { MsgId = sent.MsgId }, read.Allowance, true);
        if (failure.MayHaveHappened)
            return (read.Notice.Ended(NoticeState.Unknown), read.Allowance, true);

        var back = read.Allowance.GivenBack(sending.TemplateId, sending.Day);
        if (failure.Kind is ApiFailureKind.TryAgain or ApiFailureKind.TooFrequent)
            return (read.Notice.WaitingAgain(), back, false);
        if (failure.Kind == ApiFailureKind.NotPermitted && sending.TemplateId is { } template)
            back = back.Revoked(template);
        return (read.Notice.Failed(new NoticeTry(sending.Route, sending.Kind, ReasonOf(failure.Kind), failure.ErrCode)), back, true);
    }

    private static NoticeReason ReasonOf(ApiFailureKind kind) => kind switch
    {
        ApiFailureKind.NotPermitted => NoticeReason.NoPermission,
        ApiFailureKind.WindowClosed => NoticeReason.WindowClosed,
        ApiFailureKind.NotFollowing => NoticeReason.NotFollowing,
        ApiFailureKind.ValueRefused => NoticeReason.ValueRefused,
        _ => NoticeReason.Refused,
    };

    private INoticeRoute RouteOf(NoticeRouteKind kind) => routes.Single(r => r.Kind == kind);

    private static string IdOf(Notice notice) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{notice.MemberId}!{notice.Kind}!{notice.About}")))[..32];

    /// <summary>What is written next, and what is sent then; or until when nothing is done.</summary>
    private sealed record Step(Notice Notice, Allowance Allowance)
    {
        public Func<CancellationToken, Task<ApiAnswer<Sent>>>? Send { get; init; }

        public DateTimeOffset? WaitUntil { get; init; }

        public static Step Wait(StoredNotice read, DateTimeOffset until) => new(read.Notice, read.Allowance) { WaitUntil = until };
    }
}
