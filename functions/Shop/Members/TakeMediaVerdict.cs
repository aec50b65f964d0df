using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;
using WeCommerce.WeChat.Safety;

namespace WeCommerce.Shop.Members;

/// <summary>
/// WeChat has looked at a picture (多媒体内容安全识别). A risky one goes, with the name beside it, wherever they show: as when WeChat clears them itself. One that
/// somebody should look at, because WeChat says so or could not fetch it, is a task. A member who has another picture by now is left alone: that one is looked at, too.
/// </summary>
internal sealed class TakeMediaVerdict(
    Profiles profiles, IEnumerable<IForgetful> nouns, OperatorTasks tasks, Partitions partitions, Ids ids, TimeProvider time) : IPushHandler
{
    /// <summary>The verdict may be faster than the shop's note of what was asked. One that nobody here asked for is somebody else's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public string Kind => "wxa_media_check";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (!MediaCheckRows.TryKey(push.Message["trace_id"], out var partition))
            return;
        if (await partitions.ReadAsync(partition, MediaCheckRows.Key, cancellation) is not { } row)
        {
            if (time.GetUtcNow() - push.At < Patience)
                throw new TimeoutException("A verdict of which nobody knows yet what it is about.");
            return;
        }

        var check = MediaCheckRows.CheckOf(row);
        var profile = await profiles.ReadAsync(check.MemberId, cancellation);
        if (profile.AvatarUrl is { } url && PortraitChecks.DigestOf(url) == check.Digest)
            await FollowAsync(SuggestionOf(push), check, profile, cancellation);
        await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Delete(row), cancellation);
    }

    // -1008: WeChat could not fetch it. Others may, so somebody should look.
    private static ContentSuggestion SuggestionOf(Push push) =>
        push.Message.Loose("errcode") is "" or "0" ? ContentVerdict.SuggestionOf(push.Message.Inner("result")["suggest"]) : ContentSuggestion.Review;

    private async Task FollowAsync(ContentSuggestion suggestion, PictureCheck check, Profile profile, CancellationToken cancellation)
    {
        if (suggestion == ContentSuggestion.Risky)
        {
            foreach (var noun in nouns)
                await noun.ForgetAsync(check.MemberId, profile.Identities, ErasureScope.Portrait, cancellation);
        }
        else if (suggestion == ContentSuggestion.Review)
        {
            await tasks.RaiseAsync(
                new RaiseTask(
                    TaskKind.PictureToReview,
                    $"{check.MemberId}-{check.Digest[..8]}",
                    $"会员 {check.MemberId} 的头像需要人工复核：微信无法判定，或无法下载。",
                    "查看该会员的头像；不合规的请联系会员更换。",
                    time.GetUtcNow() + TimeToAct),
                cancellation);
        }
    }
}
