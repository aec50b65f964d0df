using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Safety;

namespace WeCommerce.Shop.Members;

/// <summary>A member has another picture: WeChat is to look at it.</summary>
/// <param name="AppId">The mini-program in which the member changed it.</param>
internal sealed record PictureChanged(MemberId MemberId, string AppId);

/// <summary>
/// Has WeChat look at names and pictures before and after others see them (内容安全). A name is looked at while the member waits; a picture takes WeChat up to
/// half an hour, and its verdict is pushed. Where WeChat does not say, what the member wants is done.
/// </summary>
internal sealed partial class PortraitChecks(
    IContentChecks checks, Profiles profiles, Partitions partitions, Ids ids, TimeProvider time, ILogger<PortraitChecks> logger) : IEffectHandler<PictureChanged>
{
    private static readonly Problem Refused = Problem.Invalid("nickname", "WeChat does not let this name through.");

    /// <summary>Why a name cannot be had; null when it can.</summary>
    public async Task<Problem?> FaultOfAsync(Session session, string nickname, CancellationToken cancellation)
    {
        var answer = await checks.CheckTextAsync(session.AppId, session.OpenId.Value, ContentScene.Profile, nickname, cancellation);
        if (answer.TryGet(out var verdict, out var failure))
            return verdict.Suggestion == ContentSuggestion.Risky ? Refused : null;

        Unchecked("name", failure.Kind, failure.ErrCode);
        return null;
    }

    public async Task<EffectOutcome> DoAsync(PictureChanged effect, EffectContext context, CancellationToken cancellation)
    {
        var profile = await profiles.ReadAsync(effect.MemberId, cancellation);
        if (profile.AvatarUrl is not { } url || profile.Identities.FirstOrDefault(i => i.AppId == effect.AppId) is not { } person)
            return EffectOutcome.Done;

        var answer = await checks.CheckMediaAsync(person.AppId, person.OpenId.Value, ContentScene.Profile, MediaKind.Image, url, cancellation);
        if (!answer.TryGet(out var check, out var failure))
        {
            if (failure.MayPass)
                return EffectOutcome.Later();
            Unchecked("picture", failure.Kind, failure.ErrCode);
            return EffectOutcome.Done;
        }

        if (MediaCheckRows.TryKey(check.TraceId, out var partition))
        {
            await partitions.CommitAsync(
                new Commit(partition, Operation.Start(ids, time)).Upsert(MediaCheckRows.Of(new PictureCheck(effect.MemberId, DigestOf(url)))), cancellation);
        }
        return EffectOutcome.Done;
    }

    /// <summary>Tells one picture from the next; where it lies is the member's own.</summary>
    public static string DigestOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)));

    [LoggerMessage(8301, LogLevel.Information, "WeChat does not look at a {What} ({Kind} {ErrCode}): it is taken as it is")]
    private partial void Unchecked(string what, ApiFailureKind kind, long errCode);
}
