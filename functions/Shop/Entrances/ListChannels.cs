using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Entrances;

/// <summary>Where visits and sales came from, by channel and by who shared.</summary>
internal sealed class ListChannels(EntranceNumbers numbers, TimeProvider time)
{
    [Function(nameof(ListChannels))]
    [Operator]
    [Answer<Answer>(200, "What came by each channel, and which scene numbers mean it: in the last 30 days unless said", Query = "from,to")]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/channels")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ReadAllAsync(http.Query, cancellation));

    [Function("GetShares")]
    [Operator]
    [Answer<EntranceNumbersView>(200, "What came by a member's cards and posters, day by day: in the last 30 days unless said", Query = "from,to")]
    public Task<IResult> GetSharesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/shares/{memberId}")] HttpRequest http, string memberId, CancellationToken cancellation) =>
        Answers.Of(ReadSharesAsync(memberId, http.Query, cancellation));

    private async Task<Result<Answer>> ReadAllAsync(IQueryCollection query, CancellationToken cancellation)
    {
        var period = Period.Of(query, time);
        if (period.Problem is { } problem)
            return problem;

        var scenes = SceneNumbers.All.ToLookup(s => s.Channel, s => new Scene(s.Number, s.Name));
        var channels = await Task.WhenAll(Enum.GetValues<SaleChannel>().Select(async channel =>
            new Item(channel, (await numbers.ReadAsync(Subject.Of(channel), period.Value, cancellation)).Total, [.. scenes[channel]])));
        return new Answer(period.Value.From, period.Value.To, channels, SceneNumbers.Source);
    }

    private async Task<Result<EntranceNumbersView>> ReadSharesAsync(string memberId, IQueryCollection query, CancellationToken cancellation)
    {
        var period = Period.Of(query, time);
        if (period.Problem is { } problem)
            return problem;
        return MemberId.TryParse(memberId, out var member)
            ? await numbers.ReadAsync(Subject.Of(member), period.Value, cancellation)
            : Problem.Malformed("memberId", "No member looks so.");
    }

    /// <param name="ScenesSource">Where WeChat publishes the scene numbers.</param>
    internal sealed record Answer(DateOnly From, DateOnly To, IReadOnlyList<Item> Items, string ScenesSource);

    internal sealed record Item(SaleChannel Channel, EntranceSums Numbers, IReadOnlyList<Scene> Scenes);

    internal sealed record Scene(int Number, string Name);
}
