using System.Net;
using System.Text;

namespace WeCommerce.Faults.World;

/// <summary>An instance's way to WeChat, on which things get lost.</summary>
internal sealed class WayToWeChat(HttpMessageInvoker weChat, VirtualTime time, Instance instance, Func<Job, string, Trouble> decide) : HttpMessageHandler
{
    private const int LongestWord = 19;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (instance.IsDead)
            await Never();
        var job = Job.Current;
        switch (job is null ? Trouble.None : decide(job, NameOf(request)))
        {
            case Trouble.FailBefore:
                throw new HttpRequestException("The connection broke before the request was there.");
            case Trouble.LoseReply:
                await weChat.SendAsync(request, cancellationToken);
                throw new HttpRequestException("The connection broke before the answer was there.");
            case Trouble.Refuse:
                return Broken(request);
            case Trouble.Duplicate:
                await weChat.SendAsync(request, cancellationToken);
                break;
            case Trouble.HoldRequest:
                // What was sent arrives, also when nobody waits for it any more.
                return await SendAfterAsync(job!.Hold(time.GetUtcNow() + ShopWorld.LongestFlight), request).WaitAsync(cancellationToken);
            case Trouble.HoldReply:
                var answer = await weChat.SendAsync(request, cancellationToken);
                await job!.Hold().WaitAsync(cancellationToken);
                return answer;
            case Trouble.CrashAfter:
                await weChat.SendAsync(request, cancellationToken);
                instance.Die();
                await Never();
                break;
            case Trouble.CrashBefore:
                instance.Die();
                await Never();
                break;
        }
        return await weChat.SendAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAfterAsync(Task gate, HttpRequestMessage request)
    {
        await gate;
        return await weChat.SendAsync(request, CancellationToken.None);
    }

    private static Task Never() => new TaskCompletionSource().Task;

    private static HttpResponseMessage Broken(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.StartsWith("/v3/", StringComparison.Ordinal)
        ? new(HttpStatusCode.InternalServerError) { Content = new StringContent("""{"code":"SYSTEM_ERROR","message":"系统异常，请稍后重试"}""", Encoding.UTF8, "application/json") }
        : new(HttpStatusCode.OK) { Content = new StringContent("""{"errcode":-1,"errmsg":"system error"}""", Encoding.UTF8, "application/json") };

    // Numbers differ from run to run: they are the long words of a path.
    private static string NameOf(HttpRequestMessage request) =>
        $"WeChat {request.Method} {string.Join('/', request.RequestUri!.AbsolutePath.Split('/').Select(static w => w.Length > LongestWord && w.Any(char.IsDigit) ? "*" : w))}";
}
