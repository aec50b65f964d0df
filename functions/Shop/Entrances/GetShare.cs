using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Entrances;

/// <summary>What a member puts into the cards that they share (分享卡片), and what came of those and of their posters.</summary>
internal sealed class GetShare(ShareTokens tokens, EntranceNumbers numbers, TimeProvider time)
{
    [Function(nameof(GetShare))]
    [Answer<Answer>(200, "The member's share token, and what came by it: in the last 30 days unless said", Query = "from,to")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/share")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session(), http.Query, cancellation));

    private async Task<Result<Answer>> HandleAsync(Session session, IQueryCollection query, CancellationToken cancellation)
    {
        var period = Period.Of(query, time);
        if (period.Problem is { } problem)
            return problem;

        var (token, expiresAt) = tokens.Make(session.MemberId);
        return new Answer(token, $"referrer={token}", expiresAt, (await numbers.ReadAsync(Subject.Of(session.MemberId), period.Value, cancellation)).Total);
    }

    /// <param name="Token">32 characters; the same all day.</param>
    /// <param name="Query">For the path of a card: who opens it passes <c>referrer</c> on.</param>
    /// <param name="ExpiresAt">Until when the token counts.</param>
    internal sealed record Answer(string Token, string Query, DateTimeOffset ExpiresAt, EntranceSums Numbers);
}
